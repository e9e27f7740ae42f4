import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import type { Webhook } from '../delivery.ts'
import { paging } from '../fields.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object(paging)
type Input = Static<typeof Input>

export const listWebhooks = readOperation<Input, Page<Webhook>>()({
  name: 'listWebhooks',
  summary: 'List the webhooks of the workspace, oldest first.',
  kind: 'read',
  scope: 'admin',
  input: Input,
  read: ({ reader, workspace }, page) => reader.webhooks(workspace.id, page),
})
