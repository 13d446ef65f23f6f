// Which kinds of org are handled as production.

import type { Environment } from "../wire/Environment";

/** Unknown counts as production. */
export const isProduction = (environment: Environment): boolean => environment === "production" || environment === "unknown";
