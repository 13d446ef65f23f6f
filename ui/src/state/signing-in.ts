// What follows in the window when a sign-in, or the wait before one, goes on behind it.

import type { ClientAppId } from "../wire/ClientAppId";
import type { Failure } from "../wire/Failure";
import type { ReadinessView } from "../wire/ReadinessView";
import type { SignInView } from "../wire/SignInView";
import type { Session } from "./session.svelte";

export function heardOfSignIn(session: Session, view: SignInView | null): void {
  const { handOver, screen, signIn } = session;
  const before = signIn.view;
  signIn.heard(view);
  const isNew = before === null && signIn.isRunning && screen.asked === null;
  if (isNew && view !== null && handOver.resume(view)) {
    if (screen.place === null) session.open({ kind: "app", id: view.app });
    screen.ask({ ask: "hand_over", app: view.app });
  }
  // A tool's sign-in is shown where the app is handed over.
  if (handOver.heard(view)) return;
  if (view === null || before?.step.at === view.step.at) return;
  if (view.tool !== null) return toolEnded(session, view);
  // A page that was loaded anew shows again what it was in the middle of.
  if (screen.place === null) session.open({ kind: "app", id: view.app });
  if (view.step.at === "done") signedIn(session, view.app);
  else if (view.step.at === "failed") didNotSignIn(session, view.app, view.step.failure);
}

export function heardOfReadiness({ notices, orgs, ready }: Session, view: ReadinessView | null): void {
  const say = ready.heard(view);
  if (view === null || say === null) return;
  const name = orgs.app(view.app)?.app.name;
  if (name !== undefined) notices.say({ say, app: view.app, name });
}

/** Nobody waits for it where the app is handed over, and it is no sign-in of Keyperch's. */
function toolEnded(session: Session, { app, step }: SignInView): void {
  if (step.at === "done") void session.signIn.dismiss();
  else if (step.at === "failed" && step.failure.code === "cancelled") didNotSignIn(session, app, step.failure);
  else if (step.at === "failed") session.failed(step.failure, app);
}

function signedIn({ guide, notices, orgs, ready, troubles }: Session, id: ClientAppId): void {
  troubles.forget(id);
  // Nothing is left to wait for: Salesforce knows the app.
  if (ready.of(id) !== null) void ready.stop();
  const found = orgs.app(id);
  // The companion says it itself, with all that is proven.
  if (found === undefined || guide.isFor(id)) return;
  const { org, app } = found;
  const user = app.grant?.username ?? null;
  notices.say({ say: "signed_in", org: `${org.client} ${org.name}`, user, environment: org.environment });
}

function didNotSignIn(session: Session, app: ClientAppId, failure: Failure): void {
  const { guide, notices, screen, setUp, signIn } = session;
  if (failure.code === "cancelled") {
    guide.putAway();
    notices.say({ say: "sign_in_cancelled" });
    void signIn.dismiss();
  } else if (guide.isFor(app)) {
    setUp.didNotSignIn(failure);
  } else if (!screen.isAt(app)) {
    session.failed(failure, app);
  }
}
