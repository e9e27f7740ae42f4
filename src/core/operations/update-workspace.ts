import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { line } from '../fields.ts'
import type { Workspace } from '../model.ts'
import { workspaceOperation } from '../operation.ts'
import { demandKnownLimits, limitsInput } from './create-account.ts'

const Input = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 256 })),
  /** Profile → limit → number; takes the place of all overrides of the workspace. */
  limits: Type.Optional(Type.Record(Type.String(), limitsInput)),
})
type Input = Static<typeof Input>

export const updateWorkspace = workspaceOperation<Input, { readonly workspace: Workspace }>()({
  name: 'updateWorkspace',
  summary: "Change the workspace's name, or its own limits in place of a profile's.",
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, networks }, input) {
    const profiles = new Set([...networks.values()].flatMap((network) => [...network.profiles.keys()]))
    for (const [profile, limits] of Object.entries(input.limits ?? {})) {
      if (!profiles.has(profile))
        fail(
          'network_not_found',
          `There is no profile \`${profile}\`; there are: ${[...profiles].join(', ')}.`,
        )
      demandKnownLimits(limits)
    }
    const next: Workspace = {
      ...workspace,
      name: input.name === undefined ? workspace.name : line('name', input.name),
      limits: input.limits ?? workspace.limits,
    }
    await tx.setWorkspace(next)
    return { workspace: next }
  },
})
