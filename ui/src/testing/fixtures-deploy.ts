// Apps that Keyperch makes by itself, as the program behind the window would tell of them.

import type { LineOf } from "../state/guide-lines";
import type { DeployState } from "../wire/DeployState";
import type { DeployView } from "../wire/DeployView";
import type { GuideProgress } from "../wire/GuideProgress";
import type { GuideView } from "../wire/GuideView";
import type { LineView } from "../wire/LineView";
import type { OrgView } from "../wire/OrgView";
import type { SettingView } from "../wire/SettingView";
import { app, org } from "./fixtures";
import { guide, line, progress } from "./guides";

export const begun = (more: Partial<GuideProgress> = {}): GuideProgress => progress({ id: "guide-1", done: 3, of: 24, ...more });

/** An org in which one app is signed in, and another one is being set up. */
export const orgWithGuide = (more: Partial<OrgView> = {}): OrgView =>
  org({ apps: [app({ name: "Data Loader" })], guides: [begun()], ...more });

/** A field of Setup whose value only the person knows. */
export const asked = (more: Partial<LineOf<"ask">> = {}): LineView =>
  Object.assign(
    line("contact-email", { line: "ask", field: "contact_email", answer: "contact_email", value: null, isNeeded: true }, { canBeProven: false }),
    more,
  );

/** The guide that is open; this is asked in it, and this is what was answered as a contact. */
export const guideWith = (lines: LineView[], email: string | null = null): GuideView =>
  guide({
    progress: begun(),
    sections: [{ section: "basic", lines }],
    current: "basic",
    answers: [{ answer: "contact_email", value: email }],
  });

/** One that is far enough to have told what became of two components. */
export const deploy = (state: DeployState, more: Partial<DeployView> = {}): DeployView => ({
  guide: "guide-1",
  through: "app-acu",
  isDryRun: true,
  state,
  done: 2,
  of: 5,
  components: [
    { kind: "ExternalClientApplication", name: "Rehearsal_Tool", outcome: "created", problem: null },
    { kind: "ExtlClntAppGlobalOauthSettings", name: "Rehearsal_Tool_glbloauth", outcome: "created", problem: null },
  ],
  readBack: [],
  hasReadCredentials: false,
  ...more,
});

export const setting = (more: Partial<SettingView> = {}): SettingView => ({
  line: null,
  setting: "pkce",
  wanted: { is: "box", on: false },
  found: { is: "box", on: true },
  ...more,
});
