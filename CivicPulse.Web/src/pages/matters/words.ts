import type { Schemas } from '../../api/client'

/** Those that towns and counties use come first. */
export const classifications = [
  'ordinance', 'resolution', 'contract', 'appropriation', 'appointment', 'motion', 'petition', 'order', 'proclamation', 'nomination', 'claim', 'commemoration', 'memorial', 'study_request',
  'bill', 'proposed_bill', 'joint_resolution', 'concurrent_resolution', 'joint_memorial', 'concurrent_memorial', 'concurrent_order', 'concurrent_study_request', 'constitutional_amendment', 'bill_of_address',
] as const satisfies readonly Schemas['MatterClassification'][]

export const statuses = ['introduced', 'in_committee', 'tabled', 'passed', 'failed', 'enacted', 'vetoed', 'withdrawn'] as const satisfies readonly Schemas['MatterStatus'][]

/** The steps that a clerk writes down most; imports bring others, which are shown as their words. */
export const steps = [
  'introduction', 'referral_committee', 'reading_1', 'reading_2', 'reading_3', 'committee_passage', 'committee_failure', 'amendment_introduction', 'amendment_passage', 'amendment_failure',
  'deferral', 'passage', 'failure', 'withdrawal', 'executive_signature', 'executive_veto', 'veto_override_passage', 'veto_override_failure', 'became_law',
] as const
