import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { paging } from '../fields.ts'
import type { Key } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object(paging)
type Input = Static<typeof Input>

export const listKeys = readOperation<Input, Page<Key>>()({
  name: 'listKeys',
  summary: 'List the keys of the workspace, revoked ones too; never their secrets.',
  kind: 'read',
  scope: 'admin',
  input: Input,
  read: ({ reader, workspace }, page) => reader.keys(workspace.id, page),
})
