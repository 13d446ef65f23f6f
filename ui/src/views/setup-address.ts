// Whether it is known where the Setup of an org is.

import type { OrgView } from "../wire/OrgView";

/** Whether a host is the log-in page of all orgs, and so says nothing of any one. */
export const isForAll = (host: string): boolean => /^(login|test)\.salesforce\.com$/.test(host);

/** The org's own address, or one that a sign-in has told. */
export const hasSetup = ({ host, apps }: OrgView): boolean => !isForAll(host) || apps.some(({ grant }) => grant !== null);
