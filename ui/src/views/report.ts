// The report of a check, for somebody who helps: plain text without names, keys, secrets and tokens.

import { explain } from "../failures";
import { t } from "../messages";
import type { CheckView } from "../wire/CheckView";
import type { DiagnosisView } from "../wire/DiagnosisView";
import type { Note } from "../wire/Note";
import type { Verdict } from "../wire/Verdict";
import type { About } from "./exact";
import { isForAll } from "./setup-address";

/** Notes that name nothing but what everybody may know. */
const harmless: readonly Note["says"][] = [
  "no_proxy",
  "clock_off",
  "no_secret_needed",
  "nobody_signed_in",
  "ends",
  "missing_scopes",
];

/** What is told of the org is its kind, and of the key its last four characters. */
export function report(diagnosis: DiagnosisView, { org, app }: About): string {
  const said = t.report;
  const lines = [
    said.title,
    `${said.time}: ${new Date(diagnosis.begunAt).toISOString()}`,
    `${said.host}: ${isForAll(org.host) ? said.hostKinds.login : said.hostKinds.myDomain}`,
    `${said.kind}: ${t.environments[org.environment].word}`,
    `${said.way}: ${t.flows.ways[app.flow.flow].name}`,
    ...(app.key.lastFour === "" ? [] : [said.key(app.key.lastFour)]),
    "",
    ...diagnosis.checks.map(lineOf),
    ...(diagnosis.isFinished ? [] : [said.unfinished]),
  ];
  return lines.join("\n");
}

function lineOf({ check, verdict }: CheckView): string {
  return `- ${[t.check.line(check, verdict), ...beside(verdict)].join("; ")}`;
}

/** A failure is told by its title and codes: what else it says may name a host, a user or a program. */
function beside(verdict: Verdict): string[] {
  if (verdict.is === "failed") {
    const { failure } = verdict;
    const code = failure.code === "refused" ? failure.refusal.error : failure.code;
    return [explain(failure).title, t.report.code(code)];
  }
  if (!("note" in verdict) || verdict.note === null) return [];
  const said = harmless.includes(verdict.note.says) ? t.check.noteOf(verdict) : null;
  return said === null ? [] : [said];
}
