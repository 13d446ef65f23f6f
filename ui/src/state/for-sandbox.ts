// What a sandbox of the same company begins with, when an org is duplicated. No key, no secret: each org has its own.

import type { OrgView } from "../wire/OrgView";
import type { Template } from "../wire/Template";

/** What stands in an address where a person is to type the sandbox's name. */
export const NAME = "NAME";

/** Where the sandbox's name stands in an address, as long as nobody has typed one. */
export function nameIn(address: string): { from: number; to: number } | null {
  const from = address.indexOf(`--${NAME}.`);
  return from === -1 ? null : { from: from + 2, to: from + 2 + NAME.length };
}

export function forSandbox({ client, host, apps }: OrgView): Template {
  const [company = ""] = host.split(/--|\./);
  const [app] = apps;
  return {
    client,
    // Only a My Domain tells what the addresses of its sandboxes begin with.
    address: host.endsWith(".my.salesforce.com") ? `https://${company}--${NAME}.sandbox.my.salesforce.com` : "",
    orgName: "",
    appName: app?.name ?? "",
    callbackUrl: app?.callbackUrl ?? "",
    scopes: app?.scopes.join(" ") ?? "",
    flow: app?.flow.flow ?? "authorization_code",
    recipe: null,
    answers: {},
  };
}
