// How the orgs that were found stand below each other: what is pinned first, then under their clients, or the ones
// that were used last before the others. Pure, and the same for eyes and for the arrow keys.

import type { ClientId } from "../wire/ClientId";
import type { OrgView } from "../wire/OrgView";
import type { Sort } from "../wire/Sort";

/** One thing of the list that has a height of its own. */
export type Unit = ClientUnit | OrgUnit | { unit: "heading"; key: string; heading: "pinned" | "recent"; orgs: number };

/** A client, over its orgs. */
export interface ClientUnit {
  unit: "client";
  key: string;
  id: ClientId;
  client: string;
  /** All of it that is shown, also what stands under another heading. */
  orgs: readonly OrgView[];
  /** Whether its orgs can be folded away, and are. */
  fold: "never" | "open" | "folded";
  /** How many of its orgs need attention; counted where they are folded away. */
  troubled: number;
}

/** An org, with its apps. */
export interface OrgUnit {
  unit: "org";
  key: string;
  org: OrgView;
  /** Whether it stands under another heading than its client's. */
  namesClient: boolean;
}

/** What the arrangement goes by. */
export interface Wanted {
  sort: Sort;
  /** Whether the pinned ones stand first, under a heading of their own. */
  pinsFirst: boolean;
  /** The clients that are folded; none: nothing can be folded now. */
  folded: readonly ClientId[] | null;
  /** Whether this one comes before everything else. */
  isMeant: (org: OrgView) => boolean;
  isTroubled: (org: OrgView) => boolean;
}

export function arrange(orgs: readonly OrgView[], wanted: Wanted): readonly Unit[] {
  const pinned = wanted.pinsFirst ? orgs.filter((org) => org.isPinned) : [];
  const rest = wanted.pinsFirst ? orgs.filter((org) => !org.isPinned) : orgs;
  const used = wanted.sort === "recent" ? rest.filter((org) => lastUseOf(org) > 0 && !wanted.isMeant(org)) : [];
  const others = used.length === 0 ? rest : rest.filter((org) => lastUseOf(org) === 0 || wanted.isMeant(org));
  const recent = [...used].sort((one, other) => lastUseOf(other) - lastUseOf(one));
  const folded = wanted.folded === null ? null : new Set(wanted.folded);
  const whole = pinned.length + recent.length === 0 ? null : new Map(grouped(orgs).map((all) => [all[0]?.clientId, all]));
  const byClient = grouped(others).flatMap((group) =>
    underClient(group, whole?.get(group[0]?.clientId) ?? group, folded, wanted.isTroubled),
  );
  // What is meant to the letter stands by its client, before all that was used.
  const meant = recent.length > 0 && others[0] !== undefined && wanted.isMeant(others[0]);
  const sections = [headed("pinned", pinned), headed("recent", recent)];
  return (meant ? [byClient, ...sections] : [...sections, byClient]).flat();
}

/** The moment at which anything of an org was used last; 0: never. */
const lastUseOf = ({ apps }: OrgView): number => apps.reduce((last, app) => Math.max(last, app.lastUsed ?? 0), 0);

function headed(heading: "pinned" | "recent", orgs: readonly OrgView[]): Unit[] {
  if (orgs.length === 0) return [];
  return [{ unit: "heading", key: heading, heading, orgs: orgs.length }, ...orgs.map((org) => unitOf(org, true))];
}

function underClient(
  orgs: readonly OrgView[],
  whole: readonly OrgView[],
  folded: ReadonlySet<ClientId> | null,
  isTroubled: (org: OrgView) => boolean,
): Unit[] {
  const [first] = orgs;
  if (first === undefined) return [];
  const { clientId: id, client } = first;
  const fold = folded === null ? "never" : folded.has(id) ? "folded" : "open";
  const troubled = fold === "folded" ? orgs.filter(isTroubled).length : 0;
  const header: ClientUnit = { unit: "client", key: `cli-${id}`, id, client, orgs: whole, fold, troubled };
  return fold === "folded" ? [header] : [header, ...orgs.map((org) => unitOf(org, false))];
}

/** The cards of each org, under its client and elsewhere: kept, so that what is drawn already stays as it is. */
const cards = [new WeakMap<OrgView, OrgUnit>(), new WeakMap<OrgView, OrgUnit>()] as const;

function unitOf(org: OrgView, namesClient: boolean): OrgUnit {
  const known = cards[namesClient ? 1 : 0];
  const before = known.get(org);
  if (before !== undefined) return before;
  const unit: OrgUnit = { unit: "org", key: `org-${org.id}`, org, namesClient };
  known.set(org, unit);
  return unit;
}

/** Orgs by their clients, both in the order in which they come. */
function grouped(orgs: readonly OrgView[]): OrgView[][] {
  const groups = new Map<ClientId, OrgView[]>();
  for (const org of orgs) {
    const group = groups.get(org.clientId);
    if (group === undefined) groups.set(org.clientId, [org]);
    else group.push(org);
  }
  return [...groups.values()];
}

/** The rows of each org: kept, so that a key that is pressed need not name ten thousand of them anew. */
const known = new WeakMap<OrgView, readonly string[]>();

/** The rows of one thing of the list, from top to bottom. */
export function rowsOf(unit: Unit): readonly string[] {
  if (unit.unit === "heading") return [];
  if (unit.unit === "client") return unit.fold === "never" ? [] : [unit.key];
  const before = known.get(unit.org);
  if (before !== undefined) return before;
  const { id, apps, guides } = unit.org;
  const below = [
    ...apps.map((app) => `app-${app.id}`),
    ...guides.filter(({ isProven }) => !isProven).map((guide) => `set-${guide.id}`),
  ];
  const rows = [unit.key, ...(below.length === 0 ? [`add-${id}`] : below)];
  known.set(unit.org, rows);
  return rows;
}
