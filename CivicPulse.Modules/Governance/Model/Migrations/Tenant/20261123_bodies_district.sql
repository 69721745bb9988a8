-- Which district a body serves: grants for a district reach the bodies of it.
alter table bodies add column district_id uuid;
create index bodies_district on bodies (district_id) where district_id is not null;
