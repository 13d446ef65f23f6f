// The record of an app for a ticket: what was set up, by whom, and what is proven of it. No key, secret or token.

import { t } from "../messages";
import { scopeLabel } from "../messages/setup-labels";
import type { AppView } from "../wire/AppView";
import type { OrgView } from "../wire/OrgView";
import { fullName } from "./names";

/** What stands in the ticket, written at this moment. */
export function ticket({ org, app }: { org: OrgView; app: AppView }, now: number): string {
  const said = t.ticket;
  const { grant } = app;
  const lines = [
    said.title,
    "",
    `${said.org}: ${fullName(org)} (${t.environments[org.environment].word})`,
    `${said.myDomain}: ${org.host}`,
    org.organizationId === null ? null : `${said.orgId}: ${org.organizationId}`,
    `${said.app}: ${app.name}`,
    `${said.way}: ${t.flows.ways[app.flow.flow].name}`,
    ...(app.flow.flow === "authorization_code"
      ? [app.callbackUrl, ...app.furtherCallbacks].map((url) => `${said.callback}: ${url}`)
      : []),
    app.key.lastFour === "" ? null : said.key(app.key.lastFour),
    "",
    ...scopesOf(app),
    `${said.signedIn}: ${grant === null ? said.nobody : said.asOn(grant.username ?? t.app.unknownUser(grant.userId), t.moment(grant.signedInAt))}`,
    ...proven(org, app),
    ...app.tools.map(({ tool, username, signedInAt, handedOverAt }) =>
      said.tool(t.handOver.tools[tool], username, t.moment(signedInAt), handedOverAt !== null),
    ),
    "",
    `${said.written}: ${t.moment(now)}, ${said.by}`,
    said.harmless,
  ];
  return lines.filter((line) => line !== null).join("\n");
}

function scopesOf({ grant, scopes }: AppView): string[] {
  if (grant === null) return [`${t.ticket.asked}: ${inSetup(scopes)}`];
  const missing = grant.missingScopes.length === 0 ? [] : [`${t.ticket.missing}: ${inSetup(grant.missingScopes)}`];
  return [`${t.ticket.scopes}: ${inSetup(grant.scopes)}`, ...missing];
}

/** Two scopes may have one name in Setup. */
const inSetup = (scopes: readonly string[]): string =>
  scopes.length === 0 ? t.app.allScopes : [...new Set(scopes.map((scope) => scopeLabel(scope) ?? scope))].join("; ");

/** Only what Salesforce itself has shown. */
function proven({ guides }: OrgView, { id, grant, scopes }: AppView): string[] {
  const said = t.ticket.proofs;
  if (grant === null) return [`${t.ticket.proven}: ${t.ticket.nothingProven}`];
  const shown = [
    said.token(t.moment(grant.provenAt)),
    ...(scopes.length > 0 && grant.missingScopes.length === 0 ? [said.scopes] : []),
    ...(grant.refreshable ? [said.stays] : []),
    ...(guides.some((guide) => guide.app === id && guide.isProven) ? [said.guide] : []),
  ];
  return [`${t.ticket.proven}:`, ...shown.map((proof) => `- ${proof}`)];
}
