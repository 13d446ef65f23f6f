// When a fact about a sign-in is worth a warning.

import type { AppView } from "../wire/AppView";
import type { Approvals } from "../wire/Approvals";

/** Whether the next sign-in may be the one for which Salesforce lets the oldest go. */
export const isNearTheEnd = ({ known, about }: Approvals): boolean => known >= about - 1;

/** Whether signing in to an app once more may end another of its sign-ins. An app that acts by itself has none. */
export const mayEndAnother = ({ flow, grant }: AppView): boolean =>
  flow.flow === "authorization_code" && grant !== null && isNearTheEnd(grant.approvals);
