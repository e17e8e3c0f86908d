"""People on a homeserver, each with a client of their own, told what to do by lines of JSON.

    people.py HOMESERVER SECRET FOLDER

A line in is {"id": 1, "who": "ana", "do": "join", ...}, and is answered by {"id": 1, "ok": {...}} or
{"id": 1, "error": "..."}, in whatever order things get done. What a person sees comes as {"who": "ana", "event": {...}}.
`who` is a device: to be ana on a second one, log in as "ana's telephone" with "user": "ana".

The clients trust every device, because nobody here looks at emojis. Ends when nothing more can come in.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import sys
from pathlib import Path

import aiohttp
import nio
from nio.crypto import decrypt_attachment


def say(line):
    print(json.dumps(line), flush=True)


def done(response, wanted):
    """The response, where it is the wanted one; what the homeserver had against it is the error."""
    if not isinstance(response, wanted):
        raise RuntimeError(str(response))
    return response


class Person:
    """A client: a device of somebody's, which keeps its keys in a folder."""

    def __init__(self, who, homeserver, user, folder):
        folder.mkdir(parents=True, exist_ok=True)
        config = nio.AsyncClientConfig(
            encryption_enabled=True, store_sync_tokens=True, max_timeout_retry_wait_time=0.5
        )
        self.who = who
        self.session = folder / "session.json"
        self.client = nio.AsyncClient(homeserver, user, store_path=str(folder), config=config)
        self.client.add_event_callback(self.saw, (nio.Event, nio.BadEvent, nio.UnknownBadEvent))
        self.client.add_event_callback(self.was_invited, nio.InviteMemberEvent)
        self.client.add_to_device_callback(self.got_key, (nio.RoomKeyEvent, nio.ForwardedRoomKeyEvent))
        # What came before its key.
        self.unread = []
        self.following = None
        self.synced = asyncio.Event()

    async def enter(self, password):
        if self.session.exists():
            self.client.restore_login(**json.loads(self.session.read_text()))
        else:
            login = done(await self.client.login(password, device_name=self.who), nio.LoginResponse)
            known = {name: getattr(login, name) for name in ("user_id", "device_id", "access_token")}
            self.session.write_text(json.dumps(known))
        await self.sync(timeout=0)
        self.following = asyncio.create_task(self.follow())
        return {"user": self.client.user_id, "device": self.client.device_id}

    async def follow(self):
        try:
            while True:
                await self.sync(timeout=30000)
        except Exception as error:
            say({"who": self.who, "event": {"type": "client.ended", "content": {"error": repr(error)}}})

    async def sync(self, timeout):
        done(await self.client.sync(timeout=timeout, full_state=timeout == 0), nio.SyncResponse)
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        await self.look_up_devices()
        await self.client.send_to_device_messages()
        self.synced.set()
        self.synced.clear()

    async def look_up_devices(self):
        """So that nobody who came since is left out from what is encrypted next."""
        while self.client.should_query_keys:
            done(await self.client.keys_query(), nio.KeysQueryResponse)

    async def leave_off(self):
        if self.following:
            self.following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.following
        await self.client.close()

    def saw(self, room, event):
        if isinstance(event, nio.MegolmEvent):
            self.unread.append(event)
        self.tell(room.room_id, event)

    def tell(self, room, event):
        source = event.source
        content = source.get("content", {})
        say({"who": self.who, "event": {
            "room": room,
            "id": source.get("event_id"),
            "type": source.get("type"),
            "sender": source.get("sender"),
            "state_key": source.get("state_key"),
            "redacts": source.get("redacts") or content.get("redacts"),
            "content": content,
            "encrypted": getattr(event, "decrypted", False) or isinstance(event, nio.MegolmEvent),
        }})

    def was_invited(self, room, event):
        if event.membership == "invite" and event.state_key == self.client.user_id:
            event.source["content"] = event.content
            self.tell(room.room_id, event)

    def got_key(self, _):
        unread, self.unread = self.unread, []
        for event in unread:
            try:
                self.tell(event.room_id, self.client.decrypt_event(event))
            except nio.EncryptionError:
                self.unread.append(event)

    async def until_in(self, room):
        """A room is known once a sync has brought it."""
        while room not in self.client.rooms:
            await self.synced.wait()

    async def create_room(self, **settings):
        settings["preset"] = nio.RoomPreset(settings.get("preset", "private_chat"))
        room = done(await self.client.room_create(**settings), nio.RoomCreateResponse).room_id
        await self.until_in(room)
        return {"room": room}

    async def join(self, room):
        done(await self.client.join(room), nio.JoinResponse)
        await self.until_in(room)
        return {}

    async def leave(self, room):
        done(await self.client.room_leave(room), nio.RoomLeaveResponse)
        return {}

    async def invite(self, room, user):
        done(await self.client.room_invite(room, user), nio.RoomInviteResponse)
        return {}

    async def kick(self, room, user):
        done(await self.client.room_kick(room, user), nio.RoomKickResponse)
        return {}

    async def send(self, room, type, content):
        """Says something, encrypted where the room is."""
        await self.look_up_devices()
        sent = await self.client.room_send(room, type, content, ignore_unverified_devices=True)
        return {"event": done(sent, nio.RoomSendResponse).event_id}

    async def send_plain(self, room, type, content):
        """Says something as it is, whatever the room or the specification has to say about it."""
        path = nio.Api.room_send(self.client.access_token, room, type, content, os.urandom(8).hex())
        sent = await self.client._send(nio.RoomSendResponse, *path, (room,))
        return {"event": done(sent, nio.RoomSendResponse).event_id}

    async def set_state(self, room, type, content, key=""):
        done(await self.client.room_put_state(room, type, content, key), nio.RoomPutStateResponse)
        return {}

    async def redact(self, room, event):
        done(await self.client.room_redact(room, event), nio.RoomRedactResponse)
        return {}

    async def shun(self, user):
        """Keeps the keys of what is said from now on from somebody's devices."""
        await self.look_up_devices()
        for device in self.client.device_store.active_user_devices(user):
            self.client.blacklist_device(device)
        for room in self.client.rooms:
            self.client.invalidate_outbound_session(room)
        return {}

    async def rename(self, name):
        done(await self.client.set_displayname(name), nio.ProfileSetDisplayNameResponse)
        return {}

    async def upload(self, room, path, mime):
        """Sends a file, encrypted where the room is."""
        path = Path(path)
        encrypted = self.client.rooms[room].encrypted
        with path.open("rb") as file:
            sent, keys = await self.client.upload(
                lambda *_: file,
                content_type="application/octet-stream" if encrypted else mime,
                filename=None if encrypted else path.name,
                encrypt=encrypted,
                filesize=path.stat().st_size,
            )
        uri = done(sent, nio.UploadResponse).content_uri
        content = {
            "msgtype": "m.file",
            "body": path.name,
            "info": {"mimetype": mime, "size": path.stat().st_size},
        }
        content |= {"file": {"v": "v2", **keys, "url": uri}} if encrypted else {"url": uri}
        return await self.send(room, "m.room.message", content)

    async def download(self, content, path):
        """Writes the file of a message, given by its content."""
        file = content.get("file")
        got = await self.client.download((file or content)["url"])
        body = done(got, nio.DownloadResponse).body
        if file:
            body = decrypt_attachment(body, file["key"]["k"], file["hashes"]["sha256"], file["iv"])
        Path(path).write_bytes(body)
        return {}


class People:
    """Everybody, and the homeserver they are on."""

    def __init__(self, homeserver, secret, folder):
        self.homeserver = homeserver
        self.secret = secret
        self.folder = Path(folder)
        self.devices = {}

    async def perform(self, do, who, asked):
        if do in ("register", "login", "logout"):
            return await getattr(self, do)(who, **asked)
        return await getattr(self.devices[who], do)(**asked)

    async def register(self, who, password, admin=False):
        """Makes an account, by the secret that the homeserver shares with whoever runs it."""
        url = self.homeserver + "/_synapse/admin/v1/register"
        async with aiohttp.ClientSession(raise_for_status=True) as http:
            async with http.get(url) as response:
                nonce = (await response.json())["nonce"]
            parts = [nonce, who, password, "admin" if admin else "notadmin"]
            mac = hmac.new(self.secret.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
            account = {"nonce": nonce, "username": who, "password": password, "admin": admin, "mac": mac}
            async with http.post(url, json=account) as response:
                return {"user": (await response.json())["user_id"]}

    async def login(self, who, password, user=None):
        person = Person(who, self.homeserver, user or who, self.folder / hashlib.sha1(who.encode()).hexdigest())
        self.devices[who] = person
        return await person.enter(password)

    async def logout(self, who):
        """Closes the program; the device stays, and goes on where it was at the next login."""
        await self.devices.pop(who).leave_off()
        return {}

    async def answer(self, line):
        asked = json.loads(line)
        number, do, who = asked.pop("id"), asked.pop("do"), asked.pop("who")
        try:
            say({"id": number, "ok": await self.perform(do, who, asked)})
        except Exception as error:
            say({"id": number, "error": f"{do}: {error!r}"})

    async def listen(self):
        lines = asyncio.StreamReader(limit=1 << 24)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        async with asyncio.TaskGroup() as tasks:
            while line := await lines.readline():
                tasks.create_task(self.answer(line))
        for who in list(self.devices):
            await self.logout(who)


if __name__ == "__main__":
    asyncio.run(People(*sys.argv[1:4]).listen())
