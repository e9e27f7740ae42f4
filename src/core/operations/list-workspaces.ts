import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { paging } from '../fields.ts'
import type { Workspace } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object(paging)
type Input = Static<typeof Input>

export const listWorkspaces = readOperation<Input, Page<Workspace>>()({
  name: 'listWorkspaces',
  summary: 'List the workspaces of the server.',
  kind: 'read',
  scope: 'operator',
  input: Input,
  read: ({ reader }, page) => reader.workspaces(page),
})
