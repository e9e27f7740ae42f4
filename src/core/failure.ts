/** What can go wrong, from one list. A dialect says how each kind looks on its wire; the core knows no HTTP. */

/**
 * How a caller should react: mend the request (`invalid`), show a key (`unauthenticated`), get permission
 * (`forbidden`), name something that exists (`missing`, `gone`), look at the present state (`conflict`, `stale`),
 * use another network (`unsupported`), slow down (`too_many`), send less (`too_large`), come back (`unavailable`),
 * or report a fault of ours (`internal`).
 */
export type Kind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'gone'
  | 'conflict'
  | 'stale'
  | 'unsupported'
  | 'too_many'
  | 'too_large'
  | 'unavailable'
  | 'internal'

interface Entry {
  readonly kind: Kind
  readonly title: string
  /** What the caller should do next, for the problem's page and as the message when nothing more exact is known. */
  readonly advice: string
}

export const failures = {
  invalid_input: {
    kind: 'invalid',
    title: 'The request is not well formed',
    advice: 'Correct the field that the message names and send the request again.',
  },
  invalid_json: {
    kind: 'invalid',
    title: 'The body is not JSON',
    advice: 'Send a body that is valid JSON, in UTF-8, with the content type application/json.',
  },
  invalid_cursor: {
    kind: 'invalid',
    title: 'The cursor is not one of ours',
    advice: 'Start again without a cursor and pass on the cursor of each answer unchanged.',
  },
  invalid_person: {
    kind: 'invalid',
    title: 'The person id is not well formed',
    advice: "Write the id as the account's network does; the message says how.",
  },
  invalid_picture: {
    kind: 'invalid',
    title: 'The picture cannot be used',
    advice: 'Send a JPEG that decodes, within the limits that the message names.',
  },
  limit_exceeded: {
    kind: 'invalid',
    title: 'A limit is exceeded',
    advice: 'Send less, or raise the limit of the workspace where the network allows it.',
  },
  unsupported_media: {
    kind: 'invalid',
    title: 'The content type is not supported',
    advice: 'Send the body with the content type that the call documents.',
  },
  idempotency_key_reused: {
    kind: 'invalid',
    title: 'The idempotency key was used for another request',
    advice: 'Use a new key for a new request; repeat a request byte for byte to get its first answer.',
  },
  idempotency_key_running: {
    kind: 'conflict',
    title: 'The first request with this idempotency key is still running',
    advice: 'Wait a moment and repeat the request unchanged.',
  },
  account_disconnected: {
    kind: 'conflict',
    title: 'The account is logged out',
    advice: 'Log the account in again, then repeat the request.',
  },
  missing_credentials: {
    kind: 'unauthenticated',
    title: 'No key was sent',
    advice: 'Send a key of this server with the request.',
  },
  invalid_credentials: {
    kind: 'unauthenticated',
    title: 'The key is not valid',
    advice: 'Check the key for typing errors; a revoked key never works again.',
  },
  expired_credentials: {
    kind: 'unauthenticated',
    title: 'The key has expired',
    advice: 'Ask an admin of the workspace for a new key.',
  },
  insufficient_scope: {
    kind: 'forbidden',
    title: 'The key may not do this',
    advice: 'Use a key that carries the scope which the message names.',
  },
  not_permitted: {
    kind: 'forbidden',
    title: 'The account may not do this in the group',
    advice: 'Ask an admin or the owner of the group, or act with their account.',
  },
  not_a_participant: {
    kind: 'forbidden',
    title: 'The account is not in the group',
    advice: 'Join the group first.',
  },
  banned: {
    kind: 'forbidden',
    title: 'The person is banned from the group',
    advice: 'An admin of the group can lift the ban.',
  },
  group_suspended: {
    kind: 'forbidden',
    title: 'The group is suspended',
    advice:
      'It can be read, left, forgotten and deleted; for anything else ask whoever runs the workspace to let it go on.',
  },
  network_refused: {
    kind: 'forbidden',
    title: 'The network refused',
    advice: 'See the reason in the message; asking again helps only where it says so.',
  },
  workspace_not_found: {
    kind: 'missing',
    title: 'No such workspace',
    advice: 'List the workspaces to find its id.',
  },
  key_not_found: { kind: 'missing', title: 'No such key', advice: 'List the keys to find its id.' },
  account_not_found: {
    kind: 'missing',
    title: 'No such account',
    advice: 'List the accounts to find its id.',
  },
  group_not_found: {
    kind: 'missing',
    title: 'No such group for this account',
    advice: "List the account's groups to find its id.",
  },
  community_not_found: {
    kind: 'missing',
    title: 'No such community for this account',
    advice: "List the account's groups to find the community's id.",
  },
  participant_not_found: {
    kind: 'missing',
    title: 'No such participant',
    advice: "List the group's participants to find the id.",
  },
  invite_not_found: {
    kind: 'missing',
    title: 'No such invite',
    advice: 'Check the code, or ask for a new invite.',
  },
  join_request_not_found: {
    kind: 'missing',
    title: 'No such join request',
    advice: "List the group's join requests; this one may have ended already.",
  },
  ban_not_found: { kind: 'missing', title: 'No such ban', advice: "List the group's bans to find the id." },
  picture_not_found: { kind: 'missing', title: 'The group has no picture', advice: 'Set a picture first.' },
  message_not_found: {
    kind: 'missing',
    title: 'No such message',
    advice: "List the group's messages to find the id.",
  },
  run_not_found: {
    kind: 'missing',
    title: 'No such run',
    advice: 'Use the id that an answer of this workspace gave.',
  },
  webhook_not_found: {
    kind: 'missing',
    title: 'No such webhook',
    advice: 'List the webhooks to find its id.',
  },
  delivery_not_found: {
    kind: 'missing',
    title: 'No such delivery',
    advice: "List the webhook's deliveries to find its id; what was delivered is forgotten after a while.",
  },
  network_not_found: {
    kind: 'missing',
    title: 'No such network or profile',
    advice: 'List the networks to see what this server has.',
  },
  route_not_found: {
    kind: 'missing',
    title: 'No such call',
    advice: 'Check path and method against the documentation under /docs.',
  },
  invite_ended: {
    kind: 'gone',
    title: 'The invite no longer admits anybody',
    advice: 'Ask for a new invite.',
  },
  already_exists: {
    kind: 'conflict',
    title: 'It exists already',
    advice: 'Use the one that exists, or choose another id.',
  },
  group_full: {
    kind: 'conflict',
    title: 'The group is full',
    advice: 'Remove somebody, or use another group.',
  },
  last_admin: {
    kind: 'conflict',
    title: 'The last admin cannot go',
    advice: 'Make somebody else admin first, or set last_admin to promote.',
  },
  revision_mismatch: {
    kind: 'stale',
    title: 'The group has changed since',
    advice: 'Read the group again, decide anew, and send its current ETag in If-Match.',
  },
  unsupported_by_network: {
    kind: 'unsupported',
    title: 'The network cannot do this',
    advice: 'See the capabilities of the network and profile.',
  },
  unsupported_by_dialect: {
    kind: 'unsupported',
    title: 'This API does not have the call on this server',
    advice: 'Use the native API under /v1, or see the matrix of operations.',
  },
  rate_limited: {
    kind: 'too_many',
    title: 'Too many requests',
    advice: 'Wait for the seconds in Retry-After, then go on more slowly.',
  },
  too_large: {
    kind: 'too_large',
    title: 'The request is too large',
    advice: 'Send less in one request; the message names the limit.',
  },
  no_answer: {
    kind: 'unavailable',
    title: 'The network did not answer in time',
    advice: 'See the run for what became of it before asking again.',
  },
  overloaded: {
    kind: 'unavailable',
    title: 'The server is busy or shutting down',
    advice: 'Repeat the request after the seconds in Retry-After.',
  },
  internal: {
    kind: 'internal',
    title: 'A fault of this server',
    advice: 'Report the request id to whoever runs the server.',
  },
} as const satisfies Record<string, Entry>

export type FailureCode = keyof typeof failures
export type Facts = Readonly<Record<string, string | number | boolean | null>>

/** Expected trouble on its way to the caller. `message` is for the caller; `cause` only for the log. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly facts: Facts

  constructor(code: FailureCode, detail: string = failures[code].advice, facts: Facts = {}, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause })
    this.code = code
    this.facts = facts
  }
}

export function kindOf(failure: Failure): Kind {
  return failures[failure.code].kind
}

/** Ends the operation with a failure. */
export function fail(code: FailureCode, detail?: string, facts?: Facts): never {
  throw new Failure(code, detail, facts)
}

/** A record of a failure, as runs keep it. */
export interface FailureRecord {
  readonly code: FailureCode
  readonly detail: string
  readonly facts: Facts
}

export function toRecord(failure: Failure): FailureRecord {
  return { code: failure.code, detail: failure.message, facts: failure.facts }
}

export function fromRecord(record: FailureRecord): Failure {
  return new Failure(record.code, record.detail, record.facts)
}

/** The impossible: a fault of this program, never of the caller. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`This cannot happen: ${what}.`)
}

/** The end of a switch over every case; the compiler proves that nothing comes here. */
export function never(value: never): never {
  throw new Error(`This cannot happen: a case that is none (${JSON.stringify(value)}).`)
}
