/** `muster webhook …` */
import { command } from '../command.ts'
import { choice, id, many, onOff, required, text, time, whole } from '../field.ts'
import { paging, showList, showOne } from '../show.ts'
import { exits, Told } from '../told.ts'
import { given } from './fields.ts'

const webhook = required(id('The webhook: whk_….', 'webhook'))
const delivery = required(id('The delivery: dlv_….', 'delivery'))

const wishes = {
  account: id('Only what this account sees; every account when left out.', 'account'),
  event: many(
    "Only events of this type, in the dialect's names; can be repeated; all when left out.",
    'type',
  ),
  description: text('What it is for.'),
  ordered: onOff("Send one group's events one after the other."),
}

export const webhookCommands = [
  command({
    name: 'webhook create',
    operations: ['createWebhook'],
    summary: 'Have what happens sent to an address, signed; the secret is shown this once.',
    arguments: { url: required(id('Where to send: https://….', 'url')) },
    options: {
      ...wishes,
      dialect: id('In whose words; native when left out.', 'dialect'),
      secret: id('Signs every delivery; made up when left out.', 'secret'),
      verifyToken: id('Have the endpoint asked first, showing it this token.', 'token'),
    },
    run: async (context, { url, event, verifyToken, ...wish }) =>
      showOne(
        context,
        await context.muster.createWebhook(
          { url, ...wish, verify_token: verifyToken, events: event === undefined ? undefined : [...event] },
          context.call,
        ),
      ),
  }),
  command({
    name: 'webhook list',
    operations: ['listWebhooks'],
    summary: 'List the webhooks of the workspace.',
    options: paging,
    run: (context, { limit, cursor, all }) =>
      showList(context, context.muster.listWebhooks, { limit, cursor }, all, {
        id: (one) => one.id,
        url: (one) => one.url,
        dialect: (one) => one.dialect,
        events: (one) => one.events,
        enabled: (one) => one.enabled,
      }),
  }),
  command({
    name: 'webhook get',
    operations: ['getWebhook'],
    summary: 'Show one webhook.',
    arguments: { webhook },
    run: async (context, input) => showOne(context, await context.muster.getWebhook(input)),
  }),
  command({
    name: 'webhook update',
    operations: ['updateWebhook'],
    summary: 'Change where a webhook sends and what, or switch it off or on.',
    arguments: { webhook },
    options: { ...wishes, to: id('The new address.', 'url'), enabled: onOff('Whether it sends.') },
    run: async (context, { webhook: which, to, event, ...wish }) => {
      const events = event === undefined ? undefined : [...event]
      const change = given({ ...wish, url: to, events })
      if (change === undefined) throw new Told(exits.usage, 'Name what is to be changed; see --help.')
      return showOne(context, await context.muster.updateWebhook({ webhook: which, ...change }, context.call))
    },
  }),
  command({
    name: 'webhook delete',
    operations: ['deleteWebhook'],
    summary: 'Delete a webhook with its deliveries.',
    arguments: { webhook },
    run: async (context, input) =>
      showOne(context, await context.muster.deleteWebhook(input, context.call), 'The webhook is deleted.'),
  }),
  command({
    name: 'webhook rotate',
    operations: ['rotateWebhookSecret'],
    summary: 'Give a webhook a new secret; for a while both sign.',
    arguments: { webhook },
    options: {
      secret: id('The new secret; made up when left out.', 'secret'),
      overlapSeconds: whole('How long the secret before signs too; a day when left out.', {
        placeholder: 'seconds',
      }),
    },
    run: async (context, { webhook: which, secret, overlapSeconds }) =>
      showOne(
        context,
        await context.muster.rotateWebhookSecret(
          { webhook: which, secret, overlap_seconds: overlapSeconds },
          context.call,
        ),
      ),
  }),
  command({
    name: 'webhook test',
    operations: ['testWebhook'],
    summary: 'Send a sample; see the delivery for what came back.',
    arguments: { webhook },
    run: async (context, input) => showOne(context, await context.muster.testWebhook(input, context.call)),
  }),
  command({
    name: 'webhook deliveries',
    operations: ['listDeliveries'],
    summary: 'List what was sent, or waits to be, newest first.',
    arguments: { webhook },
    options: {
      ...paging,
      status: choice(['waiting', 'pending', 'delivered', 'dead'], 'Only of this status; dead: given up.'),
    },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listDeliveries, input, all, {
        id: (one) => one.id,
        type: (one) => one.type,
        group: (one) => one.group,
        status: (one) => one.status,
        attempts: (one) => one.attempts,
        next: (one) => one.next_at,
      }),
  }),
  command({
    name: 'webhook delivery',
    operations: ['getDelivery'],
    summary: 'Show one delivery with what was sent and what came back.',
    arguments: { webhook, delivery },
    run: async (context, input) => showOne(context, await context.muster.getDelivery(input)),
  }),
  command({
    name: 'webhook attempts',
    operations: ['listAttempts'],
    summary: 'List the attempts to deliver, newest first, with what came back.',
    arguments: { webhook },
    options: paging,
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listAttempts, input, all, {
        at: (one) => one.at,
        delivery: (one) => one.delivery,
        number: (one) => one.number,
        status: (one) => one.status,
        error: (one) => one.error,
        took: (one) => one.took_ms,
      }),
  }),
  command({
    name: 'webhook replay',
    operations: ['replayDelivery', 'replayDeliveries'],
    summary: 'Send one delivery again, or everything since a time.',
    arguments: { webhook, delivery: id('The delivery: dlv_…; all when left out.', 'delivery') },
    options: {
      since: time('All from this time on.'),
      cursor: id('All behind this place in the feed.', 'cursor'),
    },
    run: async (context, { webhook: which, delivery: one, since, cursor }) => {
      if (one !== undefined) {
        const again = { webhook: which, delivery: one }
        return showOne(context, await context.muster.replayDelivery(again, context.call))
      }
      const from = given({ since, cursor })
      if (from === undefined) throw new Told(exits.usage, 'Name a delivery, or --since a time.')
      return showOne(
        context,
        await context.muster.replayDeliveries({ webhook: which, ...from }, context.call),
      )
    },
  }),
]
