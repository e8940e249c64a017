/** Heldby in the browser. Importing the module registers `<edit-lock>`, `<lock-badge>` and `<edit-conflict>`. */

/** How it stands with the lock of an `<edit-lock>`; also its attribute `state`. */
export type LockState =
  | "asking"
  | "free"
  | "ready"
  | "optimistic"
  | "mine"
  | "saving"
  | "frozen"
  | "away"
  | "signed-out"
  | "blocked"
  | "elsewhere"
  | "your-turn"
  | "stale"
  | "failed"
  | "lost";

/** Why a lock is over. */
export interface Loss {
  cause: "expired" | "taken-over" | "handed-over" | "continued-elsewhere" | "released" | "broken" | "unknown";
  by?: string;
  /** ISO-8601 */
  at?: string;
  reason?: string;
}

/** A lock that this page holds. */
export interface Lease {
  readonly lockId: string;
  /** Proves that the lock is this page's; goes into the save and nowhere else. */
  readonly token: string;
  readonly maxUntil: Date | null;
}

/**
 * Wraps one form or several: takes the lock of a record, keeps it while somebody types, keeps drafts, and says above the form what is
 * going on. Its attributes are in docs/browser-client.md.
 */
export class EditLock extends HTMLElement {
  readonly type: string;
  readonly key: string;
  readonly version: string | null;
  /** The name of the input with which the form sends the version: attribute `version-field`, or "version". */
  readonly versionField: string;
  readonly state: LockState;
  readonly lease: Lease | null;
  /** Takes the lock. Resolves to whether it is this page's now; the element says why if not. */
  acquire(how?: { continueHere?: boolean; anyVersion?: boolean }): Promise<boolean>;
  /** Sends the form that something is typed in, as if its first submit button had been pressed; `heldby-save` may prevent that. */
  save(): Promise<void>;
  /** For pages that save by script: what is typed is stored as this version. */
  saved(version?: number): void;
  /** Gives the lock back; asks first when something is typed that is not saved. */
  done(): Promise<void>;
}

/** Who is editing a record, live. */
export class LockBadge extends HTMLElement {
  readonly type: string;
  readonly key: string;
}

/** A value as JSON has it. Decimals that must not be rounded are texts. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Values = Record<string, Value>;

/** The body of a 409 or 412 answer to a save. */
export interface Conflict {
  entity: string;
  id: string;
  expectedVersion?: number | null;
  currentVersion?: number | null;
  modifiedBy?: string | null;
  modifiedAt?: string | null;
  deleted?: boolean;
  baseKnown?: boolean;
  current?: Values;
  conflicts?: { field: string; base?: Value; mine: Value; theirs: Value; changedBy?: string; changedAt?: string; together?: string[] }[];
  merged?: Values;
  options?: ConflictOptions;
}

export interface ConflictOptions {
  /** Gives labels, order and validation. */
  form?: HTMLFormElement;
  labels?: Record<string, string>;
  mine?: Values;
  mayOverwrite?: boolean;
  /** A name under which choices are remembered until the record is saved. */
  remember?: string;
  /** What people call the record. */
  label?: string;
  /** The reader's own id or name, so that their own save is not called somebody else's. */
  me?: string;
}

export type Decision =
  | { action: "merged"; values: Values; version: number; choices: Record<string, string[]> }
  | { action: "overwrite"; values: Values; version: number; reason: string }
  | { action: "recreate"; values: Values }
  | { action: "discard" }
  | { action: "draft" };

/** Puts a conflict before a person, field by field. */
export class EditConflict extends HTMLElement {
  ask(conflict: Conflict, options?: ConflictOptions): Promise<Decision>;
}

/** Adds a language, or sentences to one; the keys are in lib/words-en.js. */
export function words(language: string, table: Record<string, string>): void;

export type Policy = "ASK" | "ADD" | "TEXT" | "NEVER";

/** Three-way merge, with the laws of the server's. `base` is null when nobody knows it. */
export function merge(
  base: Values | null,
  mine: Values,
  theirs: Values,
  policies?: Record<string, Policy>,
  groups?: string[][],
): {
  merged: Values;
  conflicts: { field: string; base?: Value; mine: Value; theirs: Value }[];
  onlyMine: string[];
  onlyTheirs: string[];
};

/** Something that happened to a lock or a record; `{event: "up"}` when something may have been missed. */
export interface LockEvent {
  event: string;
  type?: string;
  id?: string;
  lockId?: string;
  displayName?: string;
  by?: string;
  reason?: string;
  at?: string;
  version?: number;
}

/** Listens to the one stream of the browser. Returns a function that ends it. */
export function listen(tell: (event: LockEvent) => void): () => void;

declare global {
  interface HTMLElementTagNameMap {
    "edit-lock": EditLock;
    "lock-badge": LockBadge;
    "edit-conflict": EditConflict;
  }
  interface HTMLElementEventMap {
    "heldby-state": CustomEvent<{ state: LockState }>;
    "heldby-granted": CustomEvent<{ lockId: string }>;
    "heldby-lost": CustomEvent<Loss>;
    "heldby-save": CustomEvent<void>;
    "heldby-saved": CustomEvent<{ version?: number }>;
    "heldby-reload": CustomEvent<{ wish: "edit" | "compare" }>;
    "heldby-decided": CustomEvent<Decision>;
  }
}
