// Generated from openapi/native.json by `npm run generate`; do not edit.

export interface paths {
    "/v1/accounts/{account}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the account's groups, those it has left too.
         * @description Newest first. Groups that the account has left stay in the list, with `read_only`.
         */
        get: operations["listGroups"];
        put?: never;
        /** Create a group with people; the account becomes its owner. */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/discoverable-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups that may be discovered, whether or not the account is in them.
         * @description Groups of the account’s network in this workspace whose setting `discoverable` is on, newest first, but not those that banned it. To get in, one needs an invite or somebody who adds.
         */
        get: operations["discoverGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a group as the account sees it. */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /** End a group for everybody. Only its owner may. */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /**
         * Change name, description, settings, tags, topics or metadata; and how the account itself sees the group.
         * @description Fields left out stay as they are. `view` is private to the account and moves no revision.
         */
        patch: operations["updateGroup"];
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/revise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add people, remove others, and change what the group is told about: all of it at once or nothing.
         * @description Everything in one transaction and one run. The answer is 200 with one outcome for each person; an id that is none, or a person who is both added and removed, refuses the whole call. A subscriber who is added as more than that gets the role.
         */
        post: operations["reviseGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Freeze a group: until it is unsuspended it can be read, left and deleted, what is over ends, and nothing else changes.
         * @description For whoever runs the workspace: it takes a key with the scope `admin`, and an account that sees the group, whatever its role. A group that is suspended already stays as it is.
         */
        post: operations["suspendGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/unsuspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a suspended group go on.
         * @description A group that goes on as usual stays as it is.
         */
        post: operations["unsuspendGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a group. It stays in the list, read-only, with the messages until then. */
        post: operations["leaveGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/forget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a group and its messages out of the account's list; leaves it first. Others keep the group. */
        post: operations["forgetGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the people in a group: owner, admins, members, subscribers, each longest first.
         * @description With `Accept: application/x-ndjson` the whole list comes, one person on each line, and a last line says that it was whole. With `at` it is the list of one revision; without, each page within is a moment of its own, and the last line names the revisions before and after.
         */
        get: operations["listParticipants"];
        put?: never;
        /**
         * Add people to a group; one outcome for each.
         * @description The answer is 200 with one outcome for each person; read them: each can be refused on its own. With the content type `application/x-ndjson` the body is any number of people, one on each line: as many as one call may name are added at a time, each batch in a run of its own, and told as it is done; read while you send.
         */
        post: operations["addParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/participants/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove people from a group; one outcome for each. To go oneself, leave. */
        post: operations["removeParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/participants/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one participant of a group. */
        get: operations["getParticipant"];
        put?: never;
        post?: never;
        /** Remove one person from a group. */
        delete: operations["removeParticipant"];
        options?: never;
        head?: never;
        /**
         * Promote, demote, or hand over the ownership; one outcome for each person.
         * @description Promote, demote, or hand over the ownership with `owner`; then the account becomes admin.
         */
        patch: operations["setRole"];
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/participants/{person}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how a person stood to a group and from when to when, oldest first; people who left too. */
        get: operations["listParticipantHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare a group at two times or revisions: what differs, who stands otherwise, how much was said.
         * @description Made from the events between the two, at most 10,000 of them.
         */
        get: operations["diffGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a group's invites, newest first, those that ended too. */
        get: operations["listInvites"];
        put?: never;
        /** Make an invite code, with an end, a number of uses, a role, and approval where wanted. */
        post: operations["createInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/invites/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End an invite at once, or all standing ones. Doing it twice is harmless. */
        delete: operations["revokeInvite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/invites/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send people a personal invite, which only they can use, and once; one outcome for each. */
        post: operations["inviteParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/invites/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at an invite and its group before joining. */
        get: operations["getInvite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/invites/{code}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a group by an invite code, or ask to be let in where approval is needed. */
        post: operations["joinGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/join-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who asks to be let in, longest first. */
        get: operations["listJoinRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/join-requests/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let people in who asked; one outcome for each. */
        post: operations["approveJoinRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/join-requests/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn people away who asked to be let in; one outcome for each. They may ask again. */
        post: operations["rejectJoinRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who is banned, longest first. */
        get: operations["listBans"];
        put?: never;
        /** Ban people, in the group or not: they are removed and no invite admits them; one outcome for each. */
        post: operations["banParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/bans/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Lift bans; the people are not put back into the group. */
        delete: operations["unbanParticipants"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a group's picture as a JPEG. */
        get: operations["getPicture"];
        /** Set a group's picture: a JPEG, decoded and encoded anew, without its metadata. */
        put: operations["setPicture"];
        post?: never;
        /** Remove a group's picture. Doing it twice is harmless. */
        delete: operations["removePicture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the messages of a group, newest first; after leaving, those until then. */
        get: operations["listMessages"];
        put?: never;
        /** Send a text message to a group. */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one message of a group. */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pin a message at the top of its group; beyond the limit the oldest pin gives way. */
        post: operations["pinMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/pins/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a message from the top of its group. Doing it twice is harmless. */
        delete: operations["unpinMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/groups/{group}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a group's events from a revision on, oldest first. */
        get: operations["listGroupEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of the workspace, oldest first. */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Have what happens sent to an address, signed, from now on.
         * @description It begins with what happens from now on. Keep the secret: it is shown this once.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one webhook. */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook with its deliveries. */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Change where a webhook sends and what, or switch it off or on. */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{webhook}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook a new secret; for a while both sign. */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a sample to a webhook, signed as everything else; see the delivery for what came back.
         * @description The answer comes before it is sent; get the delivery to see what came back.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent to a webhook, or waits to be, newest first. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one delivery with what was sent and what came back each time. */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one delivery again, with the same id and body; the schedule begins anew. */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send everything since a time again: what was delivered, what was given up, and what never was to be sent.
         * @description Up to 2,000 events of the feed for each call; go on with `cursor` until it is null.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the attempts to deliver to a webhook, newest first, with what came back. */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the accounts of the workspace; a key bound to one account sees only that. */
        get: operations["listAccounts"];
        put?: never;
        /** Connect an account, the actor of every group operation. */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an account. */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /** Disconnect an account for good. Its groups and what it did there stay. */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        /** Change an account's name, metadata or limits. */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/v1/accounts/{account}/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log an account out: it stays, and acts no more until it is logged in again. */
        post: operations["logoutAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log an account in again. Doing it twice is harmless. */
        post: operations["loginAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{account}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the people of the account's network whom the workspace knows, by their ids.
         * @description People of the same network, by their ids. `cursor` is the id after which to begin.
         */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the keys of the workspace, revoked ones too; never their secrets. */
        get: operations["listKeys"];
        put?: never;
        /** Make a key; its secret is shown this once. */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a token of the key that asks: a key for a while, which ends with it at the latest.
         * @description A key for a while, to hand out instead of the key itself. It may do what the key may (for one account: read and write), and ends when the key is revoked.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a key at once. Doing it twice is harmless. */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspaces of the server. */
        get: operations["listWorkspaces"];
        put?: never;
        /** Make a workspace, a tenant of its own, with its first admin key. */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the key's own workspace. */
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the workspace's name, or its own limits in place of a profile's. */
        patch: operations["updateWorkspace"];
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened in the workspace's groups, in order, from a cursor on.
         * @description In the order of their commits, without gaps or repeats: keep `cursor` and go on from there, also after a day. With `wait` the answer comes as soon as there is an event.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens in the workspace's groups, as server-sent events.
         * @description The same events as `GET /v1/events`, in the same order, as they come: `id` is the cursor, `event` the type, `data` the event as JSON. A connection that breaks loses nothing: the next one goes on behind the header Last-Event-ID, which browsers send by themselves. Of a filtered stream an `id` alone tells now and then how far it has come. A comment every 15 seconds says that it lives. Whoever takes nothing for 30 seconds is dropped (`event: dropped`); when the server stops or the key ends, `event: ending` says so. The `data` of both has `code` and `detail`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the runs of the workspace, newest first: who did what, and what came of it; refused ones too.
         * @description Where the filters fit few runs a page can hold fewer than asked for, or none, and still have a `next_cursor`.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run: who did what, what came of it, and which events of its group it caused. */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the networks of this server and their profiles. */
        get: operations["listNetworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks/{network}/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a network can do with each profile, its limits with their sources, and its sandbox people. */
        get: operations["getCapabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A problem, after RFC 9457. */
        Failure: {
            /** @description The page that explains this problem and what to do, relative to the server. */
            type: string;
            /** @description The kind of problem, the same for every occurrence. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description The kind of problem as a word that stays. */
            code: string;
            /** @description What happened here, and what to do next. */
            detail: string;
            /** @description The id of this request, to find it in the logs. */
            request_id: string;
            /** @description Numbers and names behind the sentence, such as `limit` and `max`. */
            facts?: {
                [key: string]: unknown;
            };
        };
        /** @description A login on a network, the actor of every group operation. */
        Account: {
            /** @description `acc_…`. */
            id: string;
            /** @description Where its groups live. */
            network: string;
            /** @description What sets its limits and rules. */
            profile: string;
            alias: string | null;
            /** @description What people call it. */
            name: string;
            /** @description The account's own person, in the network's canonical spelling. */
            user_id: string;
            /**
             * @description Whether it can act.
             * @enum {unknown}
             */
            status: "running" | "disconnected";
            /** @description Limits in place of the profile's, for groups made from now on. Names: account.groups, group.participants, group.name, group.description, group.tags, group.topics, group.metadata, group.pins, group.invites, participants.batch, message.text, message.people_min, picture.bytes, picture.side_min, picture.ratio. */
            limits: {
                [key: string]: number;
            };
            /** @description Own entries: keys of 1 to 64 characters, values up to 1,024. */
            metadata: {
                [key: string]: string;
            };
            /** @description What the account is called on the wire of WhatsApp Cloud. */
            phone_number_id: string;
            /** @description What its workspace is called on the wire of WhatsApp Cloud. */
            business_account_id: string;
            /**
             * Format: date-time
             * @description When it was connected. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
        };
        /** @description A key, without its secret. */
        Key: {
            /** @description `key_…`. */
            id: string;
            /** @description What the key is for. */
            name: string;
            /** @description What it may do. */
            scopes: ("operator" | "admin" | "write" | "read")[];
            account: string | null;
            parent: string | null;
            /**
             * Format: date-time
             * @description When it was made. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
        };
        /** @description A new key with its secret. */
        CreatedKey: {
            /** @description `key_…`. */
            id: string;
            /** @description What the key is for. */
            name: string;
            /** @description What it may do. */
            scopes: ("operator" | "admin" | "write" | "read")[];
            account: string | null;
            parent: string | null;
            /**
             * Format: date-time
             * @description When it was made. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            key: string | null;
        };
        /** @description A tenant: nothing of it is visible to another. */
        Workspace: {
            /** @description `wsp_…`. */
            id: string;
            /** @description What it is called. */
            name: string;
            /** @description Profile → limit → number, in place of the profile’s own. */
            limits: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /**
             * Format: date-time
             * @description When it was made. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
        };
        /** @description One carrying-out of an operation, on record. */
        Run: {
            /** @description `run_…`. */
            id: string;
            /** @description With which key. */
            key: string;
            account: string | null;
            group: string | null;
            /** @description Through which API. */
            dialect: string;
            /** @description What. */
            operation: string;
            /** @description The request. */
            request_id: string;
            /**
             * @description `open`: the network has not answered yet.
             * @enum {unknown}
             */
            status: "open" | "done" | "failed";
            /** @description What became of each person named. */
            outcomes: components["schemas"]["Outcome"][];
            problem: {
                code: string;
                detail: string;
            } | null;
            revision: number | null;
            /** @description How many events it caused; of a group the last up to `revision`. */
            events: number;
            /**
             * Format: date-time
             * @description When it began. ISO 8601, UTC, milliseconds.
             */
            started_at: string;
            ended_at: string | null;
        };
        /** @description A run with what was asked and what it caused. */
        RunRecord: {
            /** @description `run_…`. */
            id: string;
            /** @description With which key. */
            key: string;
            account: string | null;
            group: string | null;
            /** @description Through which API. */
            dialect: string;
            /** @description What. */
            operation: string;
            /** @description The request. */
            request_id: string;
            /**
             * @description `open`: the network has not answered yet.
             * @enum {unknown}
             */
            status: "open" | "done" | "failed";
            /** @description What became of each person named. */
            outcomes: components["schemas"]["Outcome"][];
            problem: {
                code: string;
                detail: string;
            } | null;
            revision: number | null;
            /** @description How many events it caused; of a group the last up to `revision`. */
            events: number;
            /**
             * Format: date-time
             * @description When it began. ISO 8601, UTC, milliseconds.
             */
            started_at: string;
            ended_at: string | null;
            /** @description What was asked, in the fields of the operation; without the bytes of pictures and without secrets. */
            input: unknown;
            /** @description The events of the group that it caused, oldest first, up to 1000. */
            caused: {
                /** @description Its place among the events of the group. */
                revision: number;
                /** @description What happened. */
                type: string;
            }[];
        };
        /** @description Where groups live. */
        Network: {
            /** @description Its name. */
            id: string;
            /** @description For people. */
            title: string;
            /** @description The profile when none is named. */
            default_profile: string;
            /** @description Its profiles. */
            profiles: string[];
        };
        /** @description A person and how he stands to the group. */
        Member: {
            /** @description The person's id in the network's canonical spelling. */
            id: string;
            name: string | null;
            /**
             * @description His role, or his standing in lists of requests and bans.
             * @enum {unknown}
             */
            role: "owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed";
            /**
             * Format: date-time
             * @description When this role or standing began. ISO 8601, UTC, milliseconds.
             */
            since: string;
            expires_at: string | null;
            until?: string | null;
            /** @description It is the acting account itself. */
            is_self: boolean;
        };
        /** @description How a person stood to a group, from when to when. */
        Stay: {
            /** @description The person's id in the network's canonical spelling. */
            id: string;
            name: string | null;
            /**
             * @description His role or standing.
             * @enum {unknown}
             */
            role: "owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed";
            /**
             * Format: date-time
             * @description When it began. ISO 8601, UTC, milliseconds.
             */
            since: string;
            /** @description The event that began it; it names who did it. */
            from_revision: number;
            until: string | null;
            to_revision: number | null;
        };
        /** @description An invite. */
        Invite: {
            /** @description What to pass on. */
            code: string;
            /** @description Who made it. */
            created_by: string;
            /**
             * Format: date-time
             * @description When it was made. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
            expires_at: string | null;
            uses_max: number | null;
            /** @description How often it was used. */
            uses: number;
            /**
             * @description A role of somebody who is in the group.
             * @enum {unknown}
             */
            role: "owner" | "admin" | "member" | "subscriber";
            /** @description An admin must approve. */
            approval: boolean;
            only_for: string | null;
            revoked_at: string | null;
            ended: ("revoked" | "expired" | "used_up") | null;
        };
        /** @description What became of one person. */
        Outcome: {
            /** @description The person's id in the network's canonical spelling. */
            participant: string;
            /**
             * @description What really happened. `unchanged`: it was so already. `invited`: the person must accept himself. `requested`: an admin must approve. `refused`: nothing happened, see `reason`. `unconfirmed`: asked for, not proven.
             * @enum {unknown}
             */
            outcome: "added" | "removed" | "unchanged" | "invited" | "requested" | "approved" | "rejected" | "changed" | "banned" | "unbanned" | "refused" | "unconfirmed";
            /** @description Why, as a code: for example `privacy`, `not_on_network`, `group_full`, `banned`. */
            reason?: string;
            /** @description Whether the same call can succeed later without anything else changing. */
            retryable?: boolean;
            /** @description The personal invite that was made instead, when `outcome` is `invited`. */
            invite?: {
                /** @description The code. */
                code: string;
                expires_at: string | null;
            };
        };
        /** @description A group as one account sees it. */
        Group: {
            /** @description `grp_…`. */
            id: string;
            /** @description The account that looks. */
            account: string;
            /** @description Where the group lives. */
            network: string;
            /** @description The profile it was made with, which set its capacity. */
            profile: string;
            alias: string | null;
            community: string | null;
            /** @description Never empty. */
            name: string;
            /** @description May be empty. */
            description: string;
            picture: components["schemas"]["Picture"] | null;
            settings: {
                /** @description Only admins and the owner send messages. */
                announce: boolean;
                /** @description Only admins and the owner change name, description and picture. */
                locked: boolean;
                /** @description Whoever joins by an invite waits for an admin. */
                join_approval: boolean;
                /**
                 * @description Who adds people.
                 * @enum {unknown}
                 */
                member_add: "everyone" | "admins";
                /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                discoverable: boolean;
                /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                ephemeral_seconds: number | null;
                /**
                 * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                 * @enum {unknown}
                 */
                last_admin: "promote" | "refuse";
            };
            /** @description Tags. */
            tags: string[];
            /** @description Topics. */
            topics: string[];
            /** @description Own entries: keys of 1 to 64 characters, values up to 1,024. */
            metadata: {
                [key: string]: string;
            };
            owner: string | null;
            /** @description How many people stand how to the group. */
            counts: {
                /** @description People in the group, all roles. */
                participants: number;
                /** @description 0 or 1. */
                owner: number;
                /** @description Admins beside the owner. */
                admin: number;
                /** @description Members. */
                member: number;
                /** @description People who only read. */
                subscriber: number;
                /** @description People with a personal invite that is open. */
                invited: number;
                /** @description Open join requests. */
                requested: number;
                /** @description Bans. */
                banned: number;
            };
            /** @description How many people the group holds at most. */
            capacity: number;
            /**
             * @description The account's own role, or why it is not in the group.
             * @enum {unknown}
             */
            standing: "owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed";
            /** @description The account has left or was removed: it reads what was said until then and changes nothing. */
            read_only: boolean;
            /** @description How the account itself sees the group. */
            view: {
                pinned: boolean;
                archived: boolean;
                label: string | null;
                muted_until: string | boolean;
                marked_unread: boolean;
            };
            /** @description Messages of others not read yet, counted up to 100. 0 in the answers to creating, joining and leaving. */
            unread_count: number;
            last_message: components["schemas"]["Message"] | null;
            /** @description Pinned messages, the one that was pinned longest ago first; empty for whoever is not in the group. */
            pins: {
                /** @description `msg_…`. */
                message: string;
                /**
                 * Format: date-time
                 * @description When it was pinned. ISO 8601, UTC, milliseconds.
                 */
                at: string;
                /** @description Who pinned it. */
                by: string;
                expires_at: string | null;
            }[];
            suspension: {
                /**
                 * Format: date-time
                 * @description Since when. ISO 8601, UTC, milliseconds.
                 */
                at: string;
                reason: string | null;
            } | null;
            /** @description Rises by one with each change; also the ETag. */
            revision: number;
            /**
             * Format: date-time
             * @description When it began. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
            /** @description Who made it. */
            created_by: string;
            /**
             * Format: date-time
             * @description When it last changed. ISO 8601, UTC, milliseconds.
             */
            updated_at: string;
        };
        /** @description A group at two moments. */
        GroupDiff: {
            /** @description The revision that was compared from. */
            from: number;
            /** @description The revision that was compared to. */
            to: number;
            /** @description What differs; `before` is null when the group had not begun. */
            changed: {
                /** @description The name. */
                name?: {
                    before: string | null;
                    after: string | null;
                };
                /** @description The description. */
                description?: {
                    before: string | null;
                    after: string | null;
                };
                /** @description The tags. */
                tags?: {
                    before: string[] | null;
                    after: string[] | null;
                };
                /** @description The topics. */
                topics?: {
                    before: string[] | null;
                    after: string[] | null;
                };
                /** @description The own entries. */
                metadata?: {
                    before: {
                        [key: string]: string;
                    } | null;
                    after: {
                        [key: string]: string;
                    } | null;
                };
                /** @description The settings that differ. */
                settings?: {
                    before: {
                        /** @description Only admins and the owner send messages. */
                        announce?: boolean;
                        /** @description Only admins and the owner change name, description and picture. */
                        locked?: boolean;
                        /** @description Whoever joins by an invite waits for an admin. */
                        join_approval?: boolean;
                        /**
                         * @description Who adds people.
                         * @enum {unknown}
                         */
                        member_add?: "everyone" | "admins";
                        /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                        discoverable?: boolean;
                        /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                        ephemeral_seconds?: number | null;
                        /**
                         * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                         * @enum {unknown}
                         */
                        last_admin?: "promote" | "refuse";
                    } | null;
                    after: {
                        /** @description Only admins and the owner send messages. */
                        announce?: boolean;
                        /** @description Only admins and the owner change name, description and picture. */
                        locked?: boolean;
                        /** @description Whoever joins by an invite waits for an admin. */
                        join_approval?: boolean;
                        /**
                         * @description Who adds people.
                         * @enum {unknown}
                         */
                        member_add?: "everyone" | "admins";
                        /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                        discoverable?: boolean;
                        /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                        ephemeral_seconds?: number | null;
                        /**
                         * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                         * @enum {unknown}
                         */
                        last_admin?: "promote" | "refuse";
                    } | null;
                };
                /** @description The picture; null is none. `before` is left out where it is not known any more. */
                picture?: {
                    before?: {
                        etag: string;
                        width: number;
                        height: number;
                        bytes: number;
                    } | null;
                    after: {
                        etag: string;
                        width: number;
                        height: number;
                        bytes: number;
                    } | null;
                };
                /** @description The suspension; null is a group that goes on as usual. */
                suspension?: {
                    before: {
                        /**
                         * Format: date-time
                         * @description Since when. ISO 8601, UTC, milliseconds.
                         */
                        at: string;
                        reason: string | null;
                    } | null;
                    after: {
                        /**
                         * Format: date-time
                         * @description Since when. ISO 8601, UTC, milliseconds.
                         */
                        at: string;
                        reason: string | null;
                    } | null;
                };
            };
            /** @description Everybody whose standing differs, in the order in which they moved. */
            people: {
                /** @description The person's id in the network's canonical spelling. */
                id: string;
                name: string | null;
                from: ("owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed") | null;
                to: ("owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed") | null;
            }[];
            /** @description Messages sent in between. */
            messages: number;
            /** @description Invites made in between. */
            invites: number;
        };
        /** @description A text message. */
        Message: {
            /** @description `msg_…`. */
            id: string;
            /** @description Who sent it. */
            sender: {
                /** @description The person's id in the network's canonical spelling. */
                id: string;
                name: string | null;
            };
            /** @description The text. */
            text: string;
            /**
             * Format: date-time
             * @description When it was sent. ISO 8601, UTC, milliseconds.
             */
            at: string;
        };
        /** @description The group’s picture. */
        Picture: {
            /** @description Where to get it, relative to the server; needs the same key. */
            url: string;
            /** @description The same picture has the same etag. */
            etag: string;
            /** @description Pixels. */
            width: number;
            /** @description Pixels. */
            height: number;
            /** @description Size of the JPEG. */
            bytes: number;
        };
        /** @description Something that happened to a group. */
        GroupEvent: {
            /** @description `grp_…`. */
            group: string;
            /** @description Per group, from 1, without gaps. */
            revision: number;
            /**
             * @description `group.created`: A group began, with its first owner. `group.updated`: Name, description, tags, topics, metadata or settings changed; only what changed is listed. `group.deleted`: The group ended for everybody. `group.suspended`: Whoever runs the workspace froze the group: nothing in it changes until further notice. `group.unsuspended`: A suspended group goes on. `participants.added`: People came in: added, by an invite, or because a request was approved. `participants.removed`: People were removed by somebody else, or their time was over. `participants.left`: Somebody left. `participants.invited`: People got an invite instead of being added. `role.changed`: People have another role, or their role another end. `join_request.created`: Somebody asks to be let in. `join_request.rejected`: Requests to join were rejected. `ban.added`: People were banned, and removed where they were in the group. `ban.removed`: Bans were lifted, or their time was over. `invite.created`: An invite was made. `invite.revoked`: An invite was revoked. `invite.expired`: The time of an invite was over. `picture.changed`: The picture was set or removed. `message.sent`: A message was sent. `message.pinned`: A message was pinned; pins beyond the limit gave way. `message.unpinned`: A message was unpinned, or the time of its pin was over. `account.created`: An account was connected for the first time. `account.connected`: An account was logged in again. `account.disconnected`: An account was logged out. `account.deleted`: An account was deleted. `key.expired`: The time of a key was over. `webhook.disabled`: A webhook was switched off because its endpoint said that it is gone. `run.refused`: A call on a group was refused, or did nothing for anybody whom it named; its run tells why.
             * @enum {unknown}
             */
            type: "group.created" | "group.updated" | "group.deleted" | "group.suspended" | "group.unsuspended" | "participants.added" | "participants.removed" | "participants.left" | "participants.invited" | "role.changed" | "join_request.created" | "join_request.rejected" | "ban.added" | "ban.removed" | "invite.created" | "invite.revoked" | "invite.expired" | "picture.changed" | "message.sent" | "message.pinned" | "message.unpinned" | "account.created" | "account.connected" | "account.disconnected" | "account.deleted" | "key.expired" | "webhook.disabled" | "run.refused";
            /**
             * Format: date-time
             * @description When it happened. ISO 8601, UTC, milliseconds.
             */
            at: string;
            actor: string | null;
            account: string | null;
            run: string | null;
            /** @description What happened; its fields depend on the type. */
            facts: {
                [key: string]: unknown;
            };
        };
        /** @description Something that happened in a workspace, with its place in the feed. */
        FeedEvent: {
            /** @description Its place in the feed, to go on behind it. */
            cursor: string;
            group: string | null;
            revision: number | null;
            /**
             * @description `group.created`: A group began, with its first owner. `group.updated`: Name, description, tags, topics, metadata or settings changed; only what changed is listed. `group.deleted`: The group ended for everybody. `group.suspended`: Whoever runs the workspace froze the group: nothing in it changes until further notice. `group.unsuspended`: A suspended group goes on. `participants.added`: People came in: added, by an invite, or because a request was approved. `participants.removed`: People were removed by somebody else, or their time was over. `participants.left`: Somebody left. `participants.invited`: People got an invite instead of being added. `role.changed`: People have another role, or their role another end. `join_request.created`: Somebody asks to be let in. `join_request.rejected`: Requests to join were rejected. `ban.added`: People were banned, and removed where they were in the group. `ban.removed`: Bans were lifted, or their time was over. `invite.created`: An invite was made. `invite.revoked`: An invite was revoked. `invite.expired`: The time of an invite was over. `picture.changed`: The picture was set or removed. `message.sent`: A message was sent. `message.pinned`: A message was pinned; pins beyond the limit gave way. `message.unpinned`: A message was unpinned, or the time of its pin was over. `account.created`: An account was connected for the first time. `account.connected`: An account was logged in again. `account.disconnected`: An account was logged out. `account.deleted`: An account was deleted. `key.expired`: The time of a key was over. `webhook.disabled`: A webhook was switched off because its endpoint said that it is gone. `run.refused`: A call on a group was refused, or did nothing for anybody whom it named; its run tells why.
             * @enum {unknown}
             */
            type: "group.created" | "group.updated" | "group.deleted" | "group.suspended" | "group.unsuspended" | "participants.added" | "participants.removed" | "participants.left" | "participants.invited" | "role.changed" | "join_request.created" | "join_request.rejected" | "ban.added" | "ban.removed" | "invite.created" | "invite.revoked" | "invite.expired" | "picture.changed" | "message.sent" | "message.pinned" | "message.unpinned" | "account.created" | "account.connected" | "account.disconnected" | "account.deleted" | "key.expired" | "webhook.disabled" | "run.refused";
            /**
             * Format: date-time
             * @description When it happened. ISO 8601, UTC, milliseconds.
             */
            at: string;
            actor: string | null;
            account: string | null;
            run: string | null;
            /** @description What happened; its fields depend on the type. */
            facts: {
                [key: string]: unknown;
            };
        };
        /** @description Somewhere to send what happens. */
        Webhook: {
            /** @description `whk_…`. */
            id: string;
            /** @description Where it sends. */
            url: string;
            /** @description In whose words. */
            dialect: string;
            account: string | null;
            /** @description Only what these accounts see; all when empty. */
            accounts: string[];
            /** @description Only these types; all when empty. */
            events: string[];
            description: string | null;
            /** @description One group's events come one after the other. */
            ordered: boolean;
            /** @description Whether it sends. */
            enabled: boolean;
            disabled_reason: string | null;
            rotates_until: string | null;
            /**
             * Format: date-time
             * @description When it was made. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
        };
        /** @description One thing to send to one webhook. */
        Delivery: {
            /** @description `dlv_…`. */
            id: string;
            /** @description The header webhook-id: the same for every attempt, so that a receiver knows what he has. */
            message_id: string;
            /** @description `whk_…`. */
            webhook: string;
            cursor: string | null;
            /** @description Its type in the dialect's own names. */
            type: string;
            group: string | null;
            account: string | null;
            /**
             * @description `waiting`: an earlier one of the group comes first. `pending`: is sent at `next_at`. `delivered`. `dead`: given up.
             * @enum {unknown}
             */
            status: "waiting" | "pending" | "delivered" | "dead";
            /** @description How often it was tried since it was made or replayed. */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was made. ISO 8601, UTC, milliseconds.
             */
            created_at: string;
            next_at: string | null;
            ended_at: string | null;
        };
        /** @description One try to deliver. */
        Attempt: {
            /** @description From 1. */
            number: number;
            /**
             * Format: date-time
             * @description When it was sent. ISO 8601, UTC, milliseconds.
             */
            at: string;
            /** @description How long it took, in milliseconds. */
            took_ms: number;
            status: number | null;
            answer: string | null;
            error: string | null;
        };
    };
    responses: {
        /** @description The request is not well formed, or exceeds a limit. */
        400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description No key, or a key that is not valid or has expired. */
        401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The key, the account or the network does not allow it, or the group is suspended. */
        403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description It does not exist, or not for this caller. */
        404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description It does not fit the present state, or a first request with the same key still runs. */
        409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The invite no longer admits anybody. */
        410: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The group has changed since the revision in If-Match. */
        412: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The request is too large. */
        413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The content type is not supported. */
        415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The network cannot do it, or the idempotency key was used for another request. */
        422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description Too many requests; see Retry-After. */
        429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description A fault of the server. */
        500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The server is busy or shutting down; see Retry-After. */
        503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
        /** @description The network did not answer in time; see the run for what became of it. */
        504: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Failure"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listGroups: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Group"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Team",
                 *       "participants": [
                 *         "anna",
                 *         {
                 *           "id": "ben",
                 *           "role": "admin"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description One line; its greatest length is the limit `group.name`. */
                    name?: string;
                    /** @description Its greatest length is the limit `group.description`. */
                    description?: string;
                    /** @description Only what shall differ. */
                    settings?: {
                        /** @description Only admins and the owner send messages. */
                        announce?: boolean;
                        /** @description Only admins and the owner change name, description and picture. */
                        locked?: boolean;
                        /** @description Whoever joins by an invite waits for an admin. */
                        join_approval?: boolean;
                        /**
                         * @description Who adds people.
                         * @enum {unknown}
                         */
                        member_add?: "everyone" | "admins";
                        /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                        discoverable?: boolean;
                        /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                        ephemeral_seconds?: number | null;
                        /**
                         * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                         * @enum {unknown}
                         */
                        last_admin?: "promote" | "refuse";
                    };
                    /** @description Tags, each once. */
                    tags?: string[];
                    /** @description Topics, each once. */
                    topics?: string[];
                    /** @description Own entries: keys of 1 to 64 characters, values up to 1,024. */
                    metadata?: {
                        [key: string]: string;
                    };
                    /** @description An id of your own, which names the group in every path beside `grp_…` and is given once: letters, digits, `_`, `-`, `.`. */
                    alias?: string;
                    /** @description The group that holds the new one: `grp_…`. Only its owner and admins may put groups into it. */
                    community?: string;
                    /** @description People, as ids or with a role; up to 10,000 in one call. */
                    participants?: (string | {
                        /** @description Any id that the network knows the person by. */
                        id: string;
                        /**
                         * @description A role of somebody who is in the group.
                         * @enum {unknown}
                         */
                        role?: "owner" | "admin" | "member" | "subscriber";
                        /** @description How to call the person, when the server meets him for the first time. */
                        name?: string;
                        expires_at?: string | null;
                    })[];
                    /** @description A first message. */
                    message?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        group: components["schemas"]["Group"];
                        /** @description One for each person named, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                        message: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    discoverGroups: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: {
                            /** @description `grp_…`. */
                            id: string;
                            alias: string | null;
                            community: string | null;
                            /** @description Where the group lives. */
                            network: string;
                            /** @description The profile it was made with, which set its capacity. */
                            profile: string;
                            /** @description Never empty. */
                            name: string;
                            /** @description May be empty. */
                            description: string;
                            /** @description Tags. */
                            tags: string[];
                            /** @description Topics. */
                            topics: string[];
                            /** @description How many people are in it. */
                            counts: {
                                /** @description People in the group, all roles. */
                                participants: number;
                                /** @description People who only read. */
                                subscriber: number;
                            };
                            /** @description How many people the group holds at most. */
                            capacity: number;
                            standing: ("owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed") | null;
                            /**
                             * Format: date-time
                             * @description When it began. ISO 8601, UTC, milliseconds.
                             */
                            created_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    deleteGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "New name",
                 *       "settings": {
                 *         "announce": true
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description One line; its greatest length is the limit `group.name`. */
                    name?: string;
                    /** @description Its greatest length is the limit `group.description`. */
                    description?: string;
                    /** @description Only what shall differ. */
                    settings?: {
                        /** @description Only admins and the owner send messages. */
                        announce?: boolean;
                        /** @description Only admins and the owner change name, description and picture. */
                        locked?: boolean;
                        /** @description Whoever joins by an invite waits for an admin. */
                        join_approval?: boolean;
                        /**
                         * @description Who adds people.
                         * @enum {unknown}
                         */
                        member_add?: "everyone" | "admins";
                        /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                        discoverable?: boolean;
                        /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                        ephemeral_seconds?: number | null;
                        /**
                         * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                         * @enum {unknown}
                         */
                        last_admin?: "promote" | "refuse";
                    };
                    /** @description Tags, each once. */
                    tags?: string[];
                    /** @description Topics, each once. */
                    topics?: string[];
                    /** @description Own entries: keys of 1 to 64 characters, values up to 1,024. */
                    metadata?: {
                        [key: string]: string;
                    };
                    /** @description How the account itself sees the group; nobody else notices. */
                    view?: {
                        /** @description Keep it at the top of the own list. */
                        pinned?: boolean;
                        /** @description Put it away. */
                        archived?: boolean;
                        label?: string | null;
                        /** @description A time, true for ever, false for not muted. */
                        muted_until?: string | boolean;
                        /** @description True marks everything as read, false the group as unread. */
                        read?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    reviseGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "add": [
                 *         "anna"
                 *       ],
                 *       "remove": [
                 *         "ben"
                 *       ],
                 *       "name": "New name",
                 *       "more_tags": [
                 *         "news"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description People, as ids or with a role; up to 10,000 in one call. */
                    add?: (string | {
                        /** @description Any id that the network knows the person by. */
                        id: string;
                        /**
                         * @description A role of somebody who is in the group.
                         * @enum {unknown}
                         */
                        role?: "owner" | "admin" | "member" | "subscriber";
                        /** @description How to call the person, when the server meets him for the first time. */
                        name?: string;
                        expires_at?: string | null;
                    })[];
                    /** @description People who shall go; nobody who is also in `add`. */
                    remove?: (string | {
                        /** @description Any id that the network knows the person by. */
                        id: string;
                        /**
                         * @description Only when he is that: `subscriber`, or `member` for every other role and for open invites and requests.
                         * @enum {unknown}
                         */
                        as?: "member" | "subscriber";
                    })[];
                    /** @description One line; its greatest length is the limit `group.name`. */
                    name?: string;
                    /** @description Its greatest length is the limit `group.description`. */
                    description?: string;
                    /** @description Only what shall differ. */
                    settings?: {
                        /** @description Only admins and the owner send messages. */
                        announce?: boolean;
                        /** @description Only admins and the owner change name, description and picture. */
                        locked?: boolean;
                        /** @description Whoever joins by an invite waits for an admin. */
                        join_approval?: boolean;
                        /**
                         * @description Who adds people.
                         * @enum {unknown}
                         */
                        member_add?: "everyone" | "admins";
                        /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                        discoverable?: boolean;
                        /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                        ephemeral_seconds?: number | null;
                        /**
                         * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                         * @enum {unknown}
                         */
                        last_admin?: "promote" | "refuse";
                    };
                    /** @description Tags, each once. */
                    tags?: string[];
                    /** @description Tags beside those that there are, or beside `tags`. */
                    more_tags?: string[];
                    /** @description Topics, each once. */
                    topics?: string[];
                    /** @description Entries to set; null takes one away, and all others stay. */
                    metadata?: {
                        [key: string]: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        group: components["schemas"]["Group"];
                        /** @description One for each person named: first those of `add`, then those of `remove`. */
                        outcomes: components["schemas"]["Outcome"][];
                        /** @description The fields in which the group changed, such as `name` or `settings.announce`. */
                        changed: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    suspendGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Spam"
                 *     }
                 */
                "application/json": {
                    /** @description Why, in one line; everybody who may read the group sees it. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    unsuspendGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    leaveGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        group: components["schemas"]["Group"];
                        successor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    forgetGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        forgotten: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listParticipants: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Who was in the group at this time (ISO 8601) or revision, in the order in which the server met them. */
                at?: string;
                /** @description Only people with this role. */
                role?: "owner" | "admin" | "member" | "subscriber";
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Member"][];
                        next_cursor: string | null;
                        total: number | null;
                    };
                    "application/x-ndjson": components["schemas"]["Member"] | {
                        /** @constant */
                        done: true;
                        /** @description Lines before this one. */
                        count: number;
                        /** @description The group's revision before the first page was read. */
                        from_revision: number;
                        /** @description And after the last. When the two are the same, the list is exactly of this revision. */
                        to_revision: number;
                    } | {
                        error: components["schemas"]["Failure"];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    addParticipants: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "participants": [
                 *         "anna",
                 *         {
                 *           "id": "ben",
                 *           "role": "admin"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description People, as ids or with a role; up to 10,000 in one call. */
                    participants: (string | {
                        /** @description Any id that the network knows the person by. */
                        id: string;
                        /**
                         * @description A role of somebody who is in the group.
                         * @enum {unknown}
                         */
                        role?: "owner" | "admin" | "member" | "subscriber";
                        /** @description How to call the person, when the server meets him for the first time. */
                        name?: string;
                        expires_at?: string | null;
                    })[];
                };
                "application/x-ndjson": string | {
                    /** @description Any id that the network knows the person by. */
                    id: string;
                    /**
                     * @description A role of somebody who is in the group.
                     * @enum {unknown}
                     */
                    role?: "owner" | "admin" | "member" | "subscriber";
                    /** @description How to call the person, when the server meets him for the first time. */
                    name?: string;
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    };
                    "application/x-ndjson": {
                        /** @description From 1. */
                        batch: number;
                        /** @description Its first line of the body, from 1; empty lines are counted too. */
                        from_line: number;
                        /** @description Its last line of the body. */
                        to_line: number;
                        /** @description The run that carried it out: `run_…`. */
                        run: string;
                        /** @description The group's revision afterwards. */
                        revision: number;
                        /** @description It was done before, by a request with the same Idempotency-Key, and not again. */
                        replayed: boolean;
                        /** @description How many came to each outcome, such as `added`; what nobody came to is left out. */
                        counts: {
                            [key: string]: number;
                        };
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    } | {
                        /** @constant */
                        done: true;
                        /** @description Batches that were carried out. */
                        batches: number;
                        /** @description People in them. */
                        lines: number;
                        /** @description How many came to each outcome, such as `added`; what nobody came to is left out. */
                        counts: {
                            [key: string]: number;
                        };
                    } | {
                        error: components["schemas"]["Failure"];
                        /** @description Batches that were carried out. */
                        batches: number;
                        /** @description People in them. */
                        lines: number;
                        /** @description How many came to each outcome, such as `added`; what nobody came to is left out. */
                        counts: {
                            [key: string]: number;
                        };
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    removeParticipants: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "participants": [
                 *         "anna",
                 *         "ben"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description People, up to 10,000 in one call. */
                    participants: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description A person, by any id that the network knows him by. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    removeParticipant: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description A person, by any id that the network knows him by. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    setRole: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description A person, by any id that the network knows him by. */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A role of somebody who is in the group.
                     * @enum {unknown}
                     */
                    role: "owner" | "admin" | "member" | "subscriber";
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listParticipantHistory: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description A person, by any id that the network knows him by. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Stay"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    diffGroup: {
        parameters: {
            query?: {
                /** @description Where to begin; 0, before the group began, when left out. A revision, or a time in ISO 8601. */
                from?: string;
                /** @description Where to end; now when left out. A revision, or a time in ISO 8601. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDiff"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listInvites: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Invite"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createInvite: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "uses_max": 10,
                 *       "approval": false
                 *     }
                 */
                "application/json": {
                    expires_at?: string | null;
                    uses_max?: number | null;
                    /**
                     * @description The role that it grants; member when left out.
                     * @enum {unknown}
                     */
                    role?: "owner" | "admin" | "member" | "subscriber";
                    /** @description An admin must approve who joins by it; false when left out. */
                    approval?: boolean;
                    /** @description Answer the group's standing invite where there is one (for anybody, without an end, never used up) instead of making another; for this leave the other fields out. */
                    reuse?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    revokeInvite: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description The code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        revoked: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    inviteParticipants: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "participants": [
                 *         "anna"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description People, up to 10,000 in one call. */
                    participants: string[];
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invite: components["schemas"]["Invite"];
                        /** @description What may be known before joining. */
                        group: {
                            /** @description `grp_…`. */
                            id: string;
                            /** @description The name. */
                            name: string;
                            /** @description The description. */
                            description: string;
                            /** @description People in it. */
                            participants: number;
                            /** @description People it holds at most. */
                            capacity: number;
                        };
                        standing: ("owner" | "admin" | "member" | "subscriber" | "invited" | "requested" | "banned" | "left" | "removed") | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    joinGroup: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `requested`: an admin must approve.
                         * @enum {unknown}
                         */
                        outcome: "added" | "requested" | "unchanged";
                        group: components["schemas"]["Group"];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listJoinRequests: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Member"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    approveJoinRequests: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "participants": [
                 *         "anna"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description People, up to 10,000 in one call. */
                    participants: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    rejectJoinRequests: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "participants": [
                 *         "anna"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description People, up to 10,000 in one call. */
                    participants: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listBans: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Member"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    banParticipants: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "participants": [
                 *         "troll"
                 *       ],
                 *       "reason": "spam"
                 *     }
                 */
                "application/json": {
                    /** @description People, up to 10,000 in one call. */
                    participants: string[];
                    reason?: string | null;
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description One for each person, in the order of the call. */
                        outcomes: components["schemas"]["Outcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    unbanParticipants: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description A person, by any id that the network knows him by. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    setPicture: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    removePicture: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description False when there was none. */
                        removed: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only messages before. ISO 8601, UTC, milliseconds. */
                before?: string;
                /** @description Only messages after. ISO 8601, UTC, milliseconds. */
                after?: string;
                /** @description Only messages of this person. */
                sender?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Message"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    sendMessage: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Hello everybody"
                 *     }
                 */
                "application/json": {
                    /** @description The text; its greatest length is the limit `message.text`. */
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description `msg_…`. */
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    pinMessage: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "msg_00000000000",
                 *       "expires_at": null
                 *     }
                 */
                "application/json": {
                    /** @description The message: `msg_…`. */
                    message: string;
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description A message that is pinned. */
                        pin: {
                            /** @description `msg_…`. */
                            message: string;
                            /**
                             * Format: date-time
                             * @description When it was pinned. ISO 8601, UTC, milliseconds.
                             */
                            at: string;
                            /** @description Who pinned it. */
                            by: string;
                            expires_at: string | null;
                        };
                        /** @description Messages whose pins gave way, as `msg_…`. */
                        replaced: string[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    unpinMessage: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The group's ETag as it was seen; when the group has changed since, nothing is done. */
                "If-Match"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
                /** @description `msg_…`. */
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description False when it was not pinned. */
                        unpinned: boolean;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listGroupEvents: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description The revision after which to begin; 0 when left out. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
                /** @description The group: `grp_…`, or the id that its maker chose. */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Oldest first. */
                        data: components["schemas"]["GroupEvent"][];
                        /** @description The `after` of the next page; null at the end. */
                        next_after: number | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Webhook"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createWebhook: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/hook",
                 *       "events": [
                 *         "participants.added"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Where to send: https or http. Only public addresses are reached, and those that the operator allows (MUSTER_OUTBOUND_ALLOW). */
                    url: string;
                    /** @description In whose words, and signed in whose way; `native` when left out. */
                    dialect?: string;
                    account?: string | null;
                    /** @description Only these types, in the dialect's own names; all when empty or left out. */
                    events?: string[];
                    description?: string | null;
                    /** @description One group's events are sent one after the other, in their order; false when left out. */
                    ordered?: boolean;
                    /** @description Signs every delivery; made up when left out. Native: `whsec_` and base64. */
                    secret?: string;
                    /** @description The endpoint is asked first, as the vendor of the dialect does, and shown this; for `whatsapp-cloud` by GET with `hub.challenge`. Not asked when left out. */
                    verify_token?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `whk_…`. */
                        id: string;
                        /** @description Where it sends. */
                        url: string;
                        /** @description In whose words. */
                        dialect: string;
                        account: string | null;
                        /** @description Only what these accounts see; all when empty. */
                        accounts: string[];
                        /** @description Only these types; all when empty. */
                        events: string[];
                        description: string | null;
                        /** @description One group's events come one after the other. */
                        ordered: boolean;
                        /** @description Whether it sends. */
                        enabled: boolean;
                        disabled_reason: string | null;
                        rotates_until: string | null;
                        /**
                         * Format: date-time
                         * @description When it was made. ISO 8601, UTC, milliseconds.
                         */
                        created_at: string;
                        secret: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "The second line",
                 *       "enabled": true
                 *     }
                 */
                "application/json": {
                    /** @description Where to send: https or http. Only public addresses are reached, and those that the operator allows (MUSTER_OUTBOUND_ALLOW). */
                    url?: string;
                    account?: string | null;
                    /** @description Only these types, in the dialect's own names; all when empty or left out. */
                    events?: string[];
                    description?: string | null;
                    /** @description One group's events are sent one after the other, in their order; false when left out. */
                    ordered?: boolean;
                    /** @description Switched off, nothing is sent, and what happens then is not kept for it. Switched on again, it sends what had been waiting and goes on with what happens from then; see replay for what came in between. */
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 3600
                 *     }
                 */
                "application/json": {
                    /** @description Signs every delivery; made up when left out. Native: `whsec_` and base64. */
                    secret?: string;
                    /** @description How long the secret before signs too; a day when left out. */
                    overlap_seconds?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `whk_…`. */
                        id: string;
                        /** @description Where it sends. */
                        url: string;
                        /** @description In whose words. */
                        dialect: string;
                        account: string | null;
                        /** @description Only what these accounts see; all when empty. */
                        accounts: string[];
                        /** @description Only these types; all when empty. */
                        events: string[];
                        description: string | null;
                        /** @description One group's events come one after the other. */
                        ordered: boolean;
                        /** @description Whether it sends. */
                        enabled: boolean;
                        disabled_reason: string | null;
                        rotates_until: string | null;
                        /**
                         * Format: date-time
                         * @description When it was made. ISO 8601, UTC, milliseconds.
                         */
                        created_at: string;
                        secret: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    testWebhook: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those of one status: `dead` is the list of what was given up. */
                status?: "waiting" | "pending" | "delivered" | "dead";
            };
            header?: never;
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Delivery"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `whk_…`. */
                webhook: string;
                /** @description `dlv_…`. */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `dlv_…`. */
                        id: string;
                        /** @description The header webhook-id: the same for every attempt, so that a receiver knows what he has. */
                        message_id: string;
                        /** @description `whk_…`. */
                        webhook: string;
                        cursor: string | null;
                        /** @description Its type in the dialect's own names. */
                        type: string;
                        group: string | null;
                        account: string | null;
                        /**
                         * @description `waiting`: an earlier one of the group comes first. `pending`: is sent at `next_at`. `delivered`. `dead`: given up.
                         * @enum {unknown}
                         */
                        status: "waiting" | "pending" | "delivered" | "dead";
                        /** @description How often it was tried since it was made or replayed. */
                        attempts: number;
                        /**
                         * Format: date-time
                         * @description When it was made. ISO 8601, UTC, milliseconds.
                         */
                        created_at: string;
                        next_at: string | null;
                        ended_at: string | null;
                        body: string | null;
                        /** @description Newest first, up to a hundred. */
                        tries: components["schemas"]["Attempt"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `whk_…`. */
                webhook: string;
                /** @description `dlv_…`. */
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    replayDeliveries: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-01-01T00:00:00.000Z"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date-time
                     * @description From events of this time on. ISO 8601, UTC, milliseconds.
                     */
                    since?: string;
                    /** @description From behind this place in the feed on; goes on where an answer said. */
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Deliveries that are sent again, or for the first time. */
                        replayed: number;
                        cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description `whk_…`. */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: {
                            /** @description `dlv_…`. */
                            delivery: string;
                            /** @description From 1. */
                            number: number;
                            /**
                             * Format: date-time
                             * @description When it was sent. ISO 8601, UTC, milliseconds.
                             */
                            at: string;
                            /** @description How long it took, in milliseconds. */
                            took_ms: number;
                            status: number | null;
                            answer: string | null;
                            error: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only accounts that are in this group: `grp_…`. */
                group?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Account"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createAccount: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Support",
                 *       "profile": "open",
                 *       "user_id": "support"
                 *     }
                 */
                "application/json": {
                    /** @description The network; `builtin` when left out. */
                    network?: string;
                    /** @description The profile, which sets limits and rules; the network's own choice when left out. */
                    profile?: string;
                    /** @description What people call the account. */
                    name: string;
                    /** @description An id of your own, which names the account in every path beside `acc_…`: letters, digits, `_`, `-`, `.`. */
                    alias?: string;
                    /** @description The id of the account's own person; made up when left out. */
                    user_id?: string;
                    /** @description Limits in place of the profile's, for groups made from now on. Names: account.groups, group.participants, group.name, group.description, group.tags, group.topics, group.metadata, group.pins, group.invites, participants.batch, message.text, message.people_min, picture.bytes, picture.side_min, picture.ratio. */
                    limits?: {
                        [key: string]: number;
                    };
                    /** @description Own entries: keys of 1 to 64 characters, values up to 1,024. */
                    metadata?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    deleteAccount: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateAccount: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Support, second line"
                 *     }
                 */
                "application/json": {
                    /** @description The new name. */
                    name?: string;
                    /** @description Limits in place of the profile's, for groups made from now on. Names: account.groups, group.participants, group.name, group.description, group.tags, group.topics, group.metadata, group.pins, group.invites, participants.batch, message.text, message.people_min, picture.bytes, picture.side_min, picture.ratio. */
                    limits?: {
                        [key: string]: number;
                    };
                    /** @description Own entries: keys of 1 to 64 characters, values up to 1,024. */
                    metadata?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    logoutAccount: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    loginAccount: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The account that acts: `acc_…`. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: {
                            /** @description The person's id in the network's canonical spelling. */
                            id: string;
                            name: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Key"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createKey: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "website",
                 *       "scopes": [
                 *         "write"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description What the key is for. */
                    name: string;
                    /** @description `read`; `write` includes read; `admin` also manages accounts and keys; `operator` also makes workspaces. */
                    scopes: ("operator" | "admin" | "write" | "read")[];
                    account?: string | null;
                    expires_at?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createToken: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "a browser",
                 *       "seconds": 3600
                 *     }
                 */
                "application/json": {
                    /** @description What it is for; `token` when left out. */
                    name?: string;
                    /** @description For how long, up to 30 days and never longer than the key itself; an hour when left out. */
                    seconds?: number;
                    account?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    revokeKey: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description `key_…`. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        revoked: true;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listWorkspaces: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Workspace"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createWorkspace: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Second customer"
                 *     }
                 */
                "application/json": {
                    /** @description What it is called. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description `wsp_…`. */
                        id: string;
                        /** @description What it is called. */
                        name: string;
                        /** @description Profile → limit → number, in place of the profile’s own. */
                        limits: {
                            [key: string]: {
                                [key: string]: number;
                            };
                        };
                        /**
                         * Format: date-time
                         * @description When it was made. ISO 8601, UTC, milliseconds.
                         */
                        created_at: string;
                        admin_key: components["schemas"]["CreatedKey"];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateWorkspace: {
        parameters: {
            query?: {
                /** @description Check and answer as if it were done, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key with the same request gives the same answer and one effect, for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "limits": {
                 *         "whatsapp": {
                 *           "group.name": 22
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The new name. */
                    name?: string;
                    /** @description All overrides of the workspace: profile → limit → number. */
                    limits?: {
                        [key: string]: {
                            [key: string]: number;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Events of an answer, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `cursor` of the answer before, or of an event; `start`, or left out, for the very first; `now` for what comes from now on. */
                after?: string;
                /** @description Only events of this group: `grp_…`. */
                group?: string;
                /** @description Only events of these types, with commas between. */
                type?: string;
                /** @description Seconds to wait for an event when there is none yet, up to 30; 0 when left out. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Oldest first. */
                        data: components["schemas"]["FeedEvent"][];
                        /** @description Where to go on, also when there is nothing yet. */
                        cursor: string;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description `cursor` of an event or of an answer of `GET /v1/events`, behind which to begin; `start` for the very first; `now`, or left out, for what comes from now on. The header Last-Event-ID goes before it. */
                after?: string;
                /** @description Only events of this group: `grp_…`. */
                group?: string;
                /** @description Only events of these types, with commas between. */
                type?: string;
            };
            header?: {
                /** @description The `id` that was read last, to go on behind it after a connection that broke. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It goes on until one side ends it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Rows of a page, 1 to 1,000; 100 when left out. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only runs with this key: `key_…`. */
                key?: string;
                /** @description Only runs of this account: `acc_…`, or the id of your own. */
                account?: string;
                /** @description Only runs on this group: `grp_…`. */
                group?: string;
                /** @description Only runs of this operation, such as `addParticipants`. */
                operation?: string;
                /** @description Only runs that are this. */
                status?: "open" | "done" | "failed";
                /** @description Only runs that began then or later. ISO 8601, UTC, milliseconds. */
                since?: string;
                /** @description Only runs that began before. ISO 8601, UTC, milliseconds. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rows of this page. */
                        data: components["schemas"]["Run"][];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `run_…`, from the header Muster-Run of the answer. */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRecord"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    listNetworks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description All of them. */
                        data: components["schemas"]["Network"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    getCapabilities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a network, such as `builtin`. */
                network: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Its name. */
                        id: string;
                        /** @description For people. */
                        title: string;
                        /** @description The profile when none is named. */
                        default_profile: string;
                        /** @description What it can do with each profile. */
                        profiles: {
                            /** @description Its name. */
                            id: string;
                            /** @description For people. */
                            title: string;
                            settings: {
                                /** @description Only admins and the owner send messages. */
                                announce: boolean;
                                /** @description Only admins and the owner change name, description and picture. */
                                locked: boolean;
                                /** @description Whoever joins by an invite waits for an admin. */
                                join_approval: boolean;
                                /**
                                 * @description Who adds people.
                                 * @enum {unknown}
                                 */
                                member_add: "everyone" | "admins";
                                /** @description The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people. */
                                discoverable: boolean;
                                /** @description Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced. */
                                ephemeral_seconds: number | null;
                                /**
                                 * @description When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.
                                 * @enum {unknown}
                                 */
                                last_admin: "promote" | "refuse";
                            };
                            /** @description Operation → how far it is supported. */
                            features: {
                                createGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                getGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listGroups: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                discoverGroups: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                updateGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                deleteGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                suspendGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                unsuspendGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                forgetGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                leaveGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                getParticipant: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                addParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                removeParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                reviseGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                setRole: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                createInvite: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listInvites: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                inviteParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                revokeInvite: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                getInvite: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                joinGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listJoinRequests: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                approveJoinRequests: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                rejectJoinRequests: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                banParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                unbanParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listBans: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                setPicture: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                getPicture: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                removePicture: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                sendMessage: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                pinMessage: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                unpinMessage: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listMessages: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                getMessage: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listGroupEvents: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listPastParticipants: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                listParticipantHistory: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                                diffGroup: {
                                    /**
                                     * @description How far.
                                     * @enum {unknown}
                                     */
                                    level: "full" | "partial" | "none";
                                    reason: string | null;
                                };
                            };
                            /** @description Limit → number, meaning and where the number comes from. */
                            limits: {
                                "account.groups": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.participants": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.name": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.description": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.tags": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.topics": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.metadata": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.pins": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "group.invites": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "participants.batch": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "message.text": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "message.people_min": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "picture.bytes": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "picture.side_min": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                                "picture.ratio": {
                                    max: number;
                                    meaning: string;
                                    source: string;
                                };
                            };
                            /** @description People who always behave in one way, for development. */
                            sandbox: {
                                id: string;
                                meaning: string;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            412: components["responses"]["412"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
}
