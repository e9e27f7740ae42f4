/** Where a sample event is caused: an account and a group made for it, whose names say so. */
import { type Muster, MusterError, type Schemas } from 'muster-sdk'

type Account = Schemas['Account']

/** Makes what a recipe needs when it is needed first, and takes it away afterwards. */
export class Scene {
  readonly muster: Muster
  readonly #name: string
  readonly #accounts: Account[] = []
  readonly #gone = new Set<string>()
  #group: string | null = null

  constructor(muster: Muster, type: string) {
    this.muster = muster
    this.#name = `muster trigger ${type}`
  }

  /** A new account. */
  async account(): Promise<Account> {
    const name = this.#accounts.length === 0 ? this.#name : `${this.#name}, a guest`
    const made = await this.muster.createAccount({ name })
    this.#accounts.push(made)
    return made
  }

  /** The account that owns the group. */
  async owner(): Promise<Account> {
    return this.#accounts[0] ?? this.account()
  }

  /** Account and group, as calls name them. */
  async on(): Promise<{ readonly account: string; readonly group: string }> {
    const { id: account } = await this.owner()
    if (this.#group === null) {
      const { group } = await this.muster.createGroup({ account, name: this.#name })
      this.#group = group.id
    }
    return { account, group: this.#group }
  }

  /** Another account and an invite of the group, by which it can come in. */
  async guest(
    approval: boolean,
  ): Promise<{ readonly account: string; readonly code: string; person: string }> {
    const on = await this.on()
    const { id: account, user_id: person } = await this.account()
    const { code } = await this.muster.createInvite({ ...on, approval })
    return { account, code, person }
  }

  /** The recipe itself has ended it. */
  isGone(id: string): void {
    this.#gone.add(id)
  }

  /** Takes away what was made, the last first. */
  async clean(): Promise<void> {
    const [owner] = this.#accounts
    const group = this.#group
    if (group !== null && owner !== undefined && !this.#gone.has(group))
      await unlessGone(this.muster.deleteGroup({ account: owner.id, group }))
    for (const { id } of this.#accounts.toReversed())
      if (!this.#gone.has(id)) await unlessGone(this.muster.deleteAccount({ account: id }))
  }
}

async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof MusterError) || error.status !== 404) throw error
  }
}
