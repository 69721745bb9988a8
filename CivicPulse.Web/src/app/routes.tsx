import { lazy } from 'react'
import { Route } from 'react-router'

const PortalHome = lazy(() => import('../pages/portal/HomePage'))
const PortalBodies = lazy(() => import('../pages/portal/bodies/BodiesPage'))
const PortalBody = lazy(() => import('../pages/portal/bodies/BodyPage'))
const PortalOfficials = lazy(() => import('../pages/portal/officials/OfficialsPage'))
const PortalOfficial = lazy(() => import('../pages/portal/officials/OfficialPage'))
const PortalMeetings = lazy(() => import('../pages/portal/meetings/MeetingsPage'))
const PortalMeeting = lazy(() => import('../pages/portal/meetings/MeetingPage'))
const PortalMatters = lazy(() => import('../pages/portal/matters/MattersPage'))
const PortalMatter = lazy(() => import('../pages/portal/matters/MatterPage'))
const PortalElections = lazy(() => import('../pages/portal/elections/ElectionsPage'))
const PortalElection = lazy(() => import('../pages/portal/elections/ElectionPage'))
const PortalContest = lazy(() => import('../pages/portal/elections/ContestPage'))
const PortalRepresentatives = lazy(() => import('../pages/portal/representatives/RepresentativesPage'))
const PortalAbsent = lazy(() => import('../pages/portal/AbsentPage'))

const BodiesPage = lazy(() => import('../pages/bodies/BodiesPage'))
const NewBodyPage = lazy(() => import('../pages/bodies/NewBodyPage'))
const BodyPage = lazy(() => import('../pages/bodies/BodyPage'))
const OfficialsPage = lazy(() => import('../pages/officials/OfficialsPage'))
const NewOfficialPage = lazy(() => import('../pages/officials/NewOfficialPage'))
const OfficialPage = lazy(() => import('../pages/officials/OfficialPage'))
const MattersPage = lazy(() => import('../pages/matters/MattersPage'))
const NewMatterPage = lazy(() => import('../pages/matters/NewMatterPage'))
const MatterPage = lazy(() => import('../pages/matters/MatterPage'))
const ElectionsPage = lazy(() => import('../pages/elections/ElectionsPage'))
const NewElectionPage = lazy(() => import('../pages/elections/NewElectionPage'))
const ElectionPage = lazy(() => import('../pages/elections/ElectionPage'))
const ContestPage = lazy(() => import('../pages/elections/contest/ContestPage'))
const ImportsPage = lazy(() => import('../pages/imports/ImportsPage'))
const ImportPage = lazy(() => import('../pages/imports/ImportPage'))
const CorrectionsPage = lazy(() => import('../pages/corrections/CorrectionsPage'))
const PortalSettingsPage = lazy(() => import('../pages/settings/PortalSettingsPage'))

/** What everybody sees, below `/portal`. */
export const portalRoutes = (
  <>
    <Route index element={<PortalHome />} />
    <Route path="bodies" element={<PortalBodies />} />
    <Route path="bodies/:slug" element={<PortalBody />} />
    <Route path="officials" element={<PortalOfficials />} />
    <Route path="officials/:slug" element={<PortalOfficial />} />
    <Route path="meetings" element={<PortalMeetings />} />
    <Route path="meetings/:slug" element={<PortalMeeting />} />
    <Route path="matters" element={<PortalMatters />} />
    <Route path="matters/:slug" element={<PortalMatter />} />
    <Route path="elections" element={<PortalElections />} />
    <Route path="elections/:slug" element={<PortalElection />} />
    <Route path="contests/:slug" element={<PortalContest />} />
    <Route path="representatives" element={<PortalRepresentatives />} />
    <Route path="*" element={<PortalAbsent />} />
  </>
)

/** The same records as the staff works on them. */
export const consoleRoutes = (
  <>
    <Route path="bodies" element={<BodiesPage />} />
    <Route path="bodies/new" element={<NewBodyPage />} />
    <Route path="bodies/:id" element={<BodyPage />} />
    <Route path="officials" element={<OfficialsPage />} />
    <Route path="officials/new" element={<NewOfficialPage />} />
    <Route path="officials/:id" element={<OfficialPage />} />
    <Route path="matters" element={<MattersPage />} />
    <Route path="matters/new" element={<NewMatterPage />} />
    <Route path="matters/:id" element={<MatterPage />} />
    <Route path="elections" element={<ElectionsPage />} />
    <Route path="elections/new" element={<NewElectionPage />} />
    <Route path="elections/:id" element={<ElectionPage />} />
    <Route path="contests/:id" element={<ContestPage />} />
    <Route path="imports" element={<ImportsPage />} />
    <Route path="imports/:id" element={<ImportPage />} />
    <Route path="corrections" element={<CorrectionsPage />} />
    <Route path="settings/portal" element={<PortalSettingsPage />} />
  </>
)
