-- A count that a person corrected is left alone by imports, as a field of other public facts is.
alter table vote_counts add column corrected_at timestamptz;

-- Certifying once locked what it marked, as if a person had said so.
update contest_selections set locked_fields = array_remove(locked_fields, 'post_election_status')
where 'post_election_status' = any(locked_fields) and (post_election_status is null or post_election_status in ('winner', 'defeated'));
