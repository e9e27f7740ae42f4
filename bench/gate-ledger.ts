/** What was written and acknowledged, kept outside of the server, to be compared with what it shows afterwards. */

/** One write with its idempotency key, so that it can be repeated unchanged. */
export interface Write {
  readonly path: string
  readonly body: string
  readonly key: string
  /** Notes what the write is for, once its answer is here. */
  readonly note: (answer: unknown) => void
}

export interface GroupNotes {
  readonly id: string
  readonly people: Set<string>
  readonly messages: Set<string>
}

/** An acknowledged write with the answer that its repetition must give again. */
export interface Answered {
  readonly write: Write
  readonly answer: string
}

export interface Ledger {
  readonly account: string
  /** By name; names are given once. */
  readonly groups: Map<string, GroupNotes>
  /** The groups that the present round writes to. */
  readonly active: GroupNotes[]
  /** The writes of the present round that were answered, the newest last. */
  readonly answered: Answered[]
  /** The writes of the present round whose answer never came. */
  readonly open: Write[]
  /** How many numbers were given out, so that every name, person and text is used once. */
  count: number
  acknowledged: number
}

export function createLedger(account: string): Ledger {
  return { account, groups: new Map(), active: [], answered: [], open: [], count: 0, acknowledged: 0 }
}

const owner = 'gate'

/** The next write: mostly people, often messages, now and then a group. */
export function nextWrite(ledger: Ledger): Write {
  const { count } = ledger
  ledger.count += 1
  const key = `gate-${process.pid}-${count}`
  const group = ledger.active[count % Math.max(ledger.active.length, 1)]
  const at = `/v1/accounts/${ledger.account}/groups`
  if (group === undefined || count % 50 === 0) return creation(ledger, at, `group ${count}`, key)
  if (count % 3 === 0) {
    const text = `message ${count}`
    const note = () => group.messages.add(text)
    return { path: `${at}/${group.id}/messages`, body: JSON.stringify({ text }), key, note }
  }
  const participants = Array.from({ length: 1 + (count % 5) }, (_, index) => `p${count}-${index}`)
  return {
    path: `${at}/${group.id}/participants`,
    body: JSON.stringify({ participants }),
    key,
    note(answer) {
      const added = namesAdded(answer)
      if (added.join() !== participants.join())
        throw new Error(`Asked to add ${participants}, added ${added}`)
      for (const person of participants) group.people.add(person)
    },
  }
}

function creation(ledger: Ledger, path: string, name: string, key: string): Write {
  return {
    path,
    body: JSON.stringify({
      name,
      participants: [`${name.replace(' ', '-')}-first`],
      message: `first of ${name}`,
    }),
    key,
    note(answer) {
      const { id } = (answer as { group: { id: string } }).group
      const people = new Set([owner, `${name.replace(' ', '-')}-first`])
      const group = { id, people, messages: new Set([`first of ${name}`]) }
      ledger.groups.set(name, group)
      ledger.active.push(group)
    },
  }
}

function namesAdded(answer: unknown): readonly string[] {
  const { outcomes } = answer as { outcomes: readonly { participant: string; outcome: string }[] }
  return outcomes.filter(({ outcome }) => outcome === 'added').map(({ participant }) => participant)
}
