namespace CivicPulse.Modules.Elections.Model;

/// <summary>NIST SP 1500-100's kinds of elections.</summary>
public enum ElectionType { General, PartisanPrimaryClosed, PartisanPrimaryOpen, Primary, Runoff, Special, Other }

public enum ElectionStatus { Scheduled, Held, Certified, Cancelled }

/// <summary>What people and files say of an election; certified it becomes by its certification alone.</summary>
public enum ElectionPhase { Scheduled, Held, Cancelled }

public enum DeadlineKind { Registration, AbsenteeRequest, AbsenteeReturn, EarlyVotingStart, EarlyVotingEnd, CandidateFiling, Withdrawal, Certification, Other }

public enum ContestKind { Candidate, BallotMeasure, Retention, Party }

/// <summary>How votes decide (VIP and NIST).</summary>
public enum VoteVariation { Approval, Borda, Cumulative, Majority, NOfM, Plurality, Proportional, Range, Rcv, SuperMajority, Other }

public enum MeasureType { BallotMeasure, Initiative, Recall, Referendum, Other }

/// <summary>What a contest offers: somebody who stands, an answer, or a party.</summary>
public enum SelectionKind { Candidacy, Option, Party }

public enum PreElectionStatus { Filed, Qualified, Withdrawn, WriteIn }

public enum PostElectionStatus { Winner, ProjectedWinner, AdvancedToRunoff, Defeated, Withdrawn }

/// <summary>NIST's kinds of GpUnits: where votes are counted, and what those places make up.</summary>
public enum ReportingUnitType
{
    BallotBatch, BallotStyleArea, Borough, City, CityCouncil, CombinedPrecinct, Congressional, Country, County, CountyCouncil, DropBox, Judicial, Municipality,
    PollingPlace, Precinct, School, Special, SplitPrecinct, State, StateHouse, StateSenate, Town, Township, Utility, Village, VoteCenter, Ward, Water, Other,
}

/// <summary>NIST's words for how votes were cast. A total is all of them together.</summary>
public enum CountItemType { Total, ElectionDay, Early, Absentee, AbsenteeFwab, AbsenteeInPerson, AbsenteeMail, Provisional, Uocava, WriteIn, Other }

/// <summary>How far a unit is with counting.</summary>
public enum CountStatus { Completed, InProcess, NotProcessed, Unknown }
