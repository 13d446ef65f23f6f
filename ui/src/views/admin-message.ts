// A message for an admin who is to mend something in Setup: plain text, without any key, secret or token.

import { explain } from "../failures";
import { t } from "../messages";
import type { Phrase } from "../messages/phrase";
import { scopeLabel, setupPages } from "../messages/setup-labels";
import type { CauseView } from "../wire/CauseView";
import type { Failure } from "../wire/Failure";
import { exactly, type About } from "./exact";

/** What happened, where in Setup it is mended, what has to stand there, and Salesforce's own code. */
export function adminMessage(failure: Failure, about: About): string {
  const { title, what, quote, steps, causes } = explain(failure);
  const said = t.adminMessage;
  const toDo = [
    ...causes.map((view, index) => causeText(view, index + 1, about)),
    ...steps
      .map((step) => plain(step, about))
      .filter((step) => step !== "")
      .map((step, index) => `${causes.length + index + 1}. ${step}`),
  ];
  const code = failure.code === "refused" ? said.code(failure.refusal.error, failure.refusal.description) : null;
  const lines = [
    said.hello,
    "",
    said.app(about.app.name),
    `${title}. ${what}`,
    quote,
    ...(toDo.length === 0 ? [] : ["", said.where, ...toDo]),
    "",
    said.org(about.org.host),
    code,
    "",
    said.thanks,
  ];
  return lines.filter((line) => line !== null).join("\n");
}

function causeText({ cause, page, value }: CauseView, number: number, about: About): string {
  const { is, mend } = t.causes[cause];
  const where = page === null ? "" : ` (${t.adminMessage.page(setupPages[page])})`;
  const found = value === null ? null : exactly(value, about);
  const must = found === null ? "" : `\n   ${found.lead} ${found.parts.join(", ")}`;
  const sentences = [is, plain(mend, about)].filter((sentence) => sentence !== "").join(" ");
  return `${number}. ${sentences}${where}${must}`;
}

/** A sentence without its buttons, and without what is of use in this window alone. */
export function plain(phrase: Phrase, about: About): string {
  if (typeof phrase === "string") return phrase;
  const words = phrase.map((piece) => {
    if (typeof piece === "string") return piece;
    if ("setup" in piece) return `“${piece.setup}”`;
    if ("exact" in piece) return piece.exact === "callback_url" ? (about.sent ?? about.app.callbackUrl) : about.org.host;
    if ("scopes" in piece) {
      const scopes = piece.scopes === "asked" ? about.app.scopes : (about.app.grant?.missingScopes ?? []);
      return scopes.map((scope) => scopeLabel(scope) ?? scope).join(", ");
    }
    return "";
  });
  return words.join("").trim();
}
