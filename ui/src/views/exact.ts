// A value of an entry that has to stand in Setup exactly so: what it is called, what it is, and how it is copied.

import { t } from "../messages";
import { scopeLabel } from "../messages/setup-labels";
import type { Session } from "../state/session.svelte";
import type { AppView } from "../wire/AppView";
import type { ExactValue } from "../wire/ExactValue";
import type { OrgView } from "../wire/OrgView";

/** An app with its org. */
export interface About {
  org: OrgView;
  app: AppView;
  /** The callback URL that was sent, where it was another than the app's first one. */
  sent?: string | null;
}

/** A value, ready to be shown. */
export interface Exact {
  name: string;
  /** What is said before it. */
  lead: string;
  /** Each part as it stands in Setup. */
  parts: readonly string[];
  /** Whether the parts are words of Setup's, and not one value for a machine. */
  isWords: boolean;
  copy: (session: Session) => Promise<void>;
}

/** None: the entry does not have it. */
export function exactly(value: ExactValue, { org, app, sent }: About): Exact | null {
  switch (value) {
    case "callback_url": {
      const name = t.details[value];
      const text = sent ?? app.callbackUrl;
      const copy = (session: Session) =>
        text === app.callbackUrl ? session.copyDetail(app.id, value) : session.copyText(text, "address");
      return { name, lead: t.failure.exactly(name), parts: [text], isWords: false, copy };
    }
    case "host": {
      const copy = (session: Session) => session.copyDetail(app.id, value);
      return { name: t.details[value], lead: t.failure.signsInAt, parts: [org.host], isWords: false, copy };
    }
    case "scopes": {
      const copy = (session: Session) => session.copyText(app.scopes.join(" "), "scopes");
      const parts = app.scopes.map((scope) => scopeLabel(scope) ?? scope);
      const name = t.app.scopes;
      return parts.length === 0 ? null : { name, lead: t.failure.eachOf(name), parts, isWords: true, copy };
    }
    case "username": {
      const text = app.flow.flow === "jwt_bearer" ? app.flow.username : (app.grant?.username ?? null);
      if (text === null) return null;
      const copy = (session: Session) => session.copyText(text, "username");
      return { name: t.details.username, lead: t.failure.theUser, parts: [text], isWords: false, copy };
    }
  }
}
