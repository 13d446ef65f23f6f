// In which shapes a fresh token is copied, in the order of a menu.

import type { Shape } from "../wire/Shape";

export const shapes: readonly Shape[] = ["token", "bearer", "instance_url", "env", "curl", "json", "postman"];
