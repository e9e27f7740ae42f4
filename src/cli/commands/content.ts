/** `muster message …`, `muster picture …`: what is in a group beside people. */
import { writeFile } from 'node:fs/promises'
import type { Schemas } from 'muster-sdk'
import { command } from '../command.ts'
import { id, many, required, time } from '../field.ts'
import { bytesOf, standardInput } from '../input.ts'
import { json } from '../output.ts'
import { type Columns, paging, showList, showOne } from '../show.ts'
import { exits, Told, wordsOf } from '../told.ts'
import { acting, group } from './fields.ts'

const messageColumns: Columns<Schemas['Message']> = {
  id: (one) => one.id,
  at: (one) => one.at,
  sender: (one) => one.sender.name ?? one.sender.id,
  text: (one) => one.text,
}

async function textOf(words: readonly string[]): Promise<string> {
  const [first] = words
  if (words.length > 1 || first !== '-') return words.join(' ')
  // An editor ends the last line too, and nobody means that to be sent.
  return (await standardInput()).toString('utf8').replace(/\r?\n$/, '')
}

const messageCommands = [
  command({
    name: 'message send',
    operations: ['sendMessage'],
    summary: 'Send a text message to a group.',
    arguments: { group, words: required(many('The text; - for standard input.', 'text')) },
    options: acting,
    run: async (context, { account, group, words }) =>
      showOne(
        context,
        await context.muster.sendMessage({ account, group, text: await textOf(words) }, context.call),
      ),
  }),
  command({
    name: 'message list',
    operations: ['listMessages'],
    summary: "List a group's messages, newest first.",
    arguments: { group },
    options: {
      ...acting,
      before: time('Only messages before.'),
      after: time('Only messages after.'),
      sender: id('Only messages of this person.', 'person'),
      ...paging,
    },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listMessages, input, all, messageColumns),
  }),
  command({
    name: 'message get',
    operations: ['getMessage'],
    summary: 'Show one message in full.',
    arguments: { group, message: required(id('The message: msg_….', 'message')) },
    options: acting,
    run: async (context, input) => showOne(context, await context.muster.getMessage(input)),
  }),
  command({
    name: 'message pin',
    operations: ['pinMessage'],
    summary: 'Pin a message at the top of its group.',
    arguments: { group, message: required(id('The message: msg_….', 'message')) },
    options: { ...acting, expiresAt: time('When the pin ends by itself; never when left out.') },
    run: async (context, { expiresAt, ...input }) =>
      showOne(
        context,
        await context.muster.pinMessage({ ...input, expires_at: expiresAt ?? null }, context.call),
      ),
  }),
  command({
    name: 'message unpin',
    operations: ['unpinMessage'],
    summary: 'Take a message from the top of its group.',
    arguments: { group, message: required(id('The message: msg_….', 'message')) },
    options: acting,
    run: async (context, input) => {
      const reply = await context.muster.unpinMessage(input, context.call)
      return showOne(context, reply, reply.unpinned ? 'It is pinned no more.' : 'It was not pinned.')
    },
  }),
]

async function save(file: string | undefined, bytes: Uint8Array): Promise<void> {
  if (file === undefined || file === '-') {
    if (process.stdout.isTTY) throw new Told(exits.usage, 'Name a file for the picture, or pipe it on.')
    process.stdout.write(bytes)
    return
  }
  await writeFile(file, bytes).catch((error: unknown) => {
    throw new Told(exits.usage, `The file ${file} cannot be written: ${wordsOf(error)}.`)
  })
}

const pictureCommands = [
  command({
    name: 'picture set',
    operations: ['setPicture'],
    summary: "Set a group's picture.",
    arguments: { group, file: required(id('A JPEG; - for standard input.', 'file')) },
    options: acting,
    run: async (context, { account, group, file }) =>
      showOne(
        context,
        await context.muster.setPicture({ account, group, picture: await bytesOf(file) }, context.call),
      ),
  }),
  command({
    name: 'picture get',
    operations: ['getPicture'],
    summary: "Get a group's picture, as a JPEG.",
    arguments: { group, file: id('Where to write it; standard output when left out.', 'file') },
    options: acting,
    run: async (context, { account, group, file }) => {
      const picture = await context.muster.getPicture({ account, group })
      await save(file, picture)
      const isFile = file !== undefined && file !== '-'
      if (isFile)
        context.print(
          context.isJson ? json({ file, bytes: picture.length }) : `${picture.length} bytes are in ${file}.`,
        )
      return exits.ok
    },
  }),
  command({
    name: 'picture remove',
    operations: ['removePicture'],
    summary: "Remove a group's picture.",
    arguments: { group },
    options: acting,
    run: async (context, input) => {
      const reply = await context.muster.removePicture(input, context.call)
      return showOne(context, reply, reply.removed ? 'The picture is gone.' : 'There was no picture.')
    },
  }),
]

export const contentCommands = [...messageCommands, ...pictureCommands]
