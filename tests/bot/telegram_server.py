"""A Bot API server on loopback, strict about everything that the documentation limits.

It serves one bot over real HTTP. Users act through `say` and `edit`. What the bot did stands in
`requests` (every call), in the chats, and in `violations` (every call that broke a rule; tests expect none).
`fail` has calls go wrong.
"""

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, web

from tests.bot.telegram_html import BadHtmlError, Entity, parsed, utf16

__all__ = ["TOKEN", "BotServer", "Fault", "Json", "buttons_of"]

TOKEN = "12345:TEST-TOKEN_of-the-Bot"
BOT = {"id": 12345, "is_bot": True, "first_name": "On the Record", "username": "record_test_bot"}
BOT |= {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}

Json = dict[str, Any]

_MESSAGE = {
    "chat_id",
    "text",
    "parse_mode",
    "link_preview_options",
    "reply_parameters",
    "message_thread_id",
    "reply_markup",
}
_METHODS = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "deleteWebhook": {"drop_pending_updates"},
    "setWebhook": {"url", "allowed_updates", "secret_token", "max_connections", "drop_pending_updates"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "sendMessage": _MESSAGE,
    "sendPhoto": {"chat_id", "photo", "caption", "parse_mode", "reply_parameters", "message_thread_id"},
    "editMessageText": {
        "chat_id",
        "message_id",
        "text",
        "parse_mode",
        "link_preview_options",
        "reply_markup",
    },
    "deleteMessage": {"chat_id", "message_id"},
    "getFile": {"file_id"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert"},
    "answerInlineQuery": {"inline_query_id", "results", "cache_time", "is_personal", "button"},
    "sendMessageDraft": {"chat_id", "draft_id", "text", "message_thread_id", "parse_mode", "entities"},
    "sendChatAction": {"chat_id", "action", "message_thread_id"},
}
_LARGEST_FILE = 20_000_000
_ACTIONS = {"typing", "upload_photo"}


class _RefusedError(Exception):
    """An error answer of the server."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Fault:
    """What goes wrong with one call: an error answer, or a connection cut before or after it is done."""

    code: int = 0
    retry_after: int = 0
    migrated_to: int = 0
    description: str = ""
    page: str = ""  # instead of JSON, as a proxy answers
    cut: str = ""  # "before" or "after" the call has its effect

    def answer(self) -> _RefusedError:
        """The error that the server gives."""
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrated_to}
        parameters = {name: value for name, value in parameters.items() if value}
        return _RefusedError(self.code, self.description or f"Fault: {self.code}", **parameters)


@dataclass
class Chat:
    """A chat as the server sees it."""

    id: int
    type: str
    messages: dict[int, Json] = field(default_factory=dict)
    blocked: bool = False

    @property
    def data(self) -> Json:
        """The Bot API's Chat object."""
        if self.type == "private":
            return {"id": self.id, "type": self.type, "first_name": "Reader"}
        return {"id": self.id, "type": self.type, "title": "Readers"}


class BotServer:
    """The server; `url` is what TELEGRAM_API_URL has to be."""

    def __init__(self) -> None:
        """Nothing runs before `start`."""
        self.url = ""
        self.token = TOKEN
        self.chats: dict[int, Chat] = {}
        self.requests: list[tuple[str, Json]] = []
        self.violations: list[str] = []
        self.commands: dict[str, list[Json]] = {}
        self.webhook: Json = {}
        self.notices: dict[str, str | None] = {}
        self.inline_answers: dict[str, Json] = {}
        self._open_queries: set[str] = set()
        self._query_ids = count(5000)
        self.files: dict[str, bytes] = {}
        self.downloads: list[str] = []
        self.polls = 0
        self.confirmed = 0
        self._faults: defaultdict[tuple[str, int | None], deque[Fault]] = defaultdict(deque)
        self._times: defaultdict[str, list[float]] = defaultdict(list)
        self._pending: deque[Json] = deque()
        self._update_ids = count(1000)
        self._message_ids = count(1)
        self._changed = asyncio.Condition()
        self._poller: object = None

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/documents/{name}", self._handle_file)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    def successor(self) -> "BotServer":
        """A server, to be started, with the chats of this one, where ids go on."""
        other = BotServer()
        other.chats = self.chats
        other._update_ids, other._message_ids, other._query_ids = self._update_ids, self._message_ids, self._query_ids
        return other

    async def close(self) -> None:
        """Stop listening, and cut what is still connected."""
        await self._runner.cleanup()

    # What users do

    async def say(
        self,
        text: str | None = None,
        *,
        chat: int = 7,
        user: int | None = None,
        kind: str = "private",
        thread: int | None = None,
        reply_to: int | None = None,
        **fields: Any,
    ) -> Json:
        """A user's message; gives the message. Its update waits for the bot."""
        home = self._chat(chat, kind)
        message = self._message(home, user or (chat if chat > 0 else 1), text, thread, **fields)
        if reply_to is not None:
            message["reply_to_message"] = home.messages[reply_to]
        await self.push({"message": message})
        return message

    async def send_file(self, data: bytes, name: str | None = "story.txt", *, chat: int = 7, **fields: Any) -> Json:
        """A user sends a file, with what their client says of it; gives the message. Fields can belie the file."""
        file_id = f"file-{len(self.files)}"
        self.files[file_id] = data
        document: Json = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data)}
        document |= {"file_name": name} if name is not None else {}
        return await self.say(chat=chat, document=document | fields.pop("document", {}), **fields)

    async def edit(self, message: Json, text: str) -> None:
        """A user edits a message of theirs."""
        message = {**message, "text": text, "edit_date": int(time.time())}
        self.chats[message["chat"]["id"]].messages[message["message_id"]] = message
        await self.push({"edited_message": message})

    async def tap(self, message: Json, label: str, *, user: int | None = None, data: str | None = None) -> str:
        """A user taps the button of `message` with this label (or one with `data`); gives the id of the tap."""
        chat = message["chat"]["id"]
        stored = self.chats[chat].messages.get(message["message_id"], message)
        if data is None:
            data = {button["text"]: button["callback_data"] for button in buttons_of(stored)}[label]
        query: Json = {"id": str(next(self._query_ids)), "chat_instance": "1", "data": data, "message": stored}
        query["from"] = {"id": user or (chat if chat > 0 else 1), "is_bot": False, "first_name": "Reader"}
        self._open_queries.add(query["id"])
        await self.push({"callback_query": query})
        return str(query["id"])

    async def notice(self, tap: str) -> str | None:
        """Wait for the answer to a tap; gives the notice that the user sees, if any."""
        await self.until(lambda: tap in self.notices)
        return self.notices[tap]

    async def query(self, text: str, *, user: int = 7) -> Json:
        """A user types an inline query; waits for the answer to it and gives that."""
        query: Json = {"id": str(next(self._query_ids)), "query": text, "offset": ""}
        query["from"] = {"id": user, "is_bot": False, "first_name": "Reader"}
        self._open_queries.add(query["id"])
        await self.push({"inline_query": query})
        await self.until(lambda: query["id"] in self.inline_answers)
        return self.inline_answers[query["id"]]

    async def push(self, update: Json, *, update_id: int | None = None) -> None:
        """An update of any kind, queued for the bot as `update_id`, or as the next."""
        async with self._changed:
            self._pending.append({"update_id": next(self._update_ids) if update_id is None else update_id, **update})
            self._changed.notify_all()

    async def deliver(self, address: str, *, secret: str | None = None) -> list[int]:
        """Send what waits to the webhook, which listens at `address`, as Telegram does; gives the status of each.

        What is not taken (200) goes on waiting.
        """
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"] if secret is None else secret}
        url = address + urlsplit(self.webhook["url"]).path
        statuses = []
        async with ClientSession() as session:
            for update in list(self._pending):
                async with session.post(url, json=update, headers=headers) as response:
                    statuses.append(response.status)
                if response.status == 200:
                    self._pending.remove(update)
        return statuses

    async def poll_from_elsewhere(self) -> list[Json]:
        """Fetch updates as a second program with the same token would, without waiting; gives the updates."""
        return await self._do_get_updates()

    # What tests look at

    def fail(self, method: str, *faults: Fault, chat: int | None = None) -> None:
        """Put `faults`, one a call, on the next calls of `method` (to `chat`, if given)."""
        self._faults[method, chat].extend(faults)

    def calls(self, method: str, chat: int | None = None) -> list[Json]:
        """The parameters of every call of `method` (to `chat`, if given), in order."""
        return [p for m, p in self.requests if m == method and (chat is None or str(p.get("chat_id")) == str(chat))]

    def times(self, method: str) -> list[float]:
        """When each call of `method` reached the server, in seconds of a clock that only goes forward."""
        return self._times[method]

    def replies(self, chat: int = 7) -> list[Json]:
        """The messages that the bot sent to `chat`, in order."""
        return [m for m in self.chats[chat].messages.values() if m["from"]["is_bot"]] if chat in self.chats else []

    def on_sent(self, chat: int) -> None:
        """The bot has sent a message to `chat`; does nothing, and is there for subclasses."""

    @property
    def waiting(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self._pending)

    async def until(self, condition: Callable[[], object], *, seconds: float = 120) -> None:
        """Wait until `condition()` holds; it is looked at after every call."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(condition()))

    async def reply(self, number: int = 1, *, chat: int = 7) -> Json:
        """Wait for the bot's message number `number` in `chat`, counted from 1."""
        await self.until(lambda: len(self.replies(chat)) >= number)
        return self.replies(chat)[number - 1]

    # The protocol

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            parameters: Json = dict(request.query) | dict(await request.post())
        except ConnectionResetError:  # the bot was killed as it spoke
            return web.Response()
        if request.match_info["token"] != self.token:
            return self._error(_RefusedError(401, "Unauthorized"))
        if method != "getUpdates":
            self.requests.append((method, parameters))
            self._times[method].append(time.monotonic())
        fault = self._next_fault(method, parameters.get("chat_id"))
        if fault and fault.cut == "before":
            return await self._cut(request)
        if fault and fault.page:
            return await self._noted(web.Response(status=fault.code, text=fault.page, content_type="text/html"))
        if fault and fault.code:
            return await self._noted(self._error(fault.answer()))
        response = await self._answered(method, parameters)
        return await self._cut(request) if fault else await self._noted(response)

    async def _handle_file(self, request: web.Request) -> web.Response:
        """A file that `getFile` has given the path of. A fault of "file" is one of a download."""
        file_id = request.match_info["name"].removesuffix(".bin")
        self.downloads.append(file_id)
        fault = self._next_fault("file", None)
        if fault and fault.cut:
            return await self._cut(request)
        if fault or request.match_info["token"] != self.token or file_id not in self.files:
            error = fault.answer() if fault else _RefusedError(404, "Not Found")
            return await self._noted(self._error(error))
        return web.Response(body=self.files[file_id], content_type="application/octet-stream")

    def _next_fault(self, method: str, chat: str | None) -> Fault | None:
        for key in ((method, int(chat) if chat and re.fullmatch(r"-?\d+", chat) else None), (method, None)):
            if self._faults[key]:
                return self._faults[key].popleft()
        return None

    async def _answered(self, method: str, parameters: Json) -> web.Response:
        action = getattr(self, "_do_" + re.sub(r"[A-Z]", lambda m: "_" + m[0].lower(), method), None)
        try:
            if action is None:
                raise _RefusedError(404, "Not Found")
            if unknown := set(parameters) - _METHODS[method]:
                raise _RefusedError(400, f"Bad Request: {method} has no parameter {sorted(unknown)}")
            result = action(**parameters)
            if asyncio.iscoroutine(result):
                result = await result
        except _RefusedError as error:
            if error.code in (400, 404):
                self.violations.append(error.description)
            return self._error(error)
        return web.json_response({"ok": True, "result": result})

    def _error(self, error: _RefusedError) -> web.Response:
        body: Json = {"ok": False, "error_code": error.code, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
        return web.json_response(body, status=error.code)

    async def _cut(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return await self._noted(web.Response())

    async def _noted(self, response: web.Response) -> web.Response:
        async with self._changed:
            self._changed.notify_all()
        return response

    async def _do_get_updates(
        self, offset: str = "0", limit: str = "100", timeout: str = "0", allowed_updates: str = "[]"
    ) -> list[Json]:
        me = object()
        async with self._changed:
            self._poller, self.polls = me, self.polls + 1
            while self._pending and self._pending[0]["update_id"] < int(offset):
                self._pending.popleft()
                self.confirmed += 1
            self._changed.notify_all()
            allowed = json.loads(allowed_updates)
            for update in [u for u in self._pending if allowed and not set(allowed) & set(u)]:
                self._pending.remove(update)
            try:
                async with asyncio.timeout(float(timeout) or 0.001):
                    await self._changed.wait_for(lambda: bool(self._pending) or self._poller is not me)
            except TimeoutError:
                return []
            if self._poller is not me:
                raise _RefusedError(409, "Conflict: terminated by other getUpdates request")
            fresh = [u for u in self._pending if not allowed or set(allowed) & set(u)]
            return fresh[: int(limit)]

    def _do_get_file(self, file_id: str) -> Json:
        if file_id not in self.files:
            raise _RefusedError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        data = self.files[file_id]
        if len(data) > _LARGEST_FILE:
            raise _RefusedError(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(data),
            "file_path": f"documents/{file_id}.bin",
        }

    def _do_get_me(self) -> Json:
        return BOT

    def _do_delete_webhook(self, drop_pending_updates: str = "false") -> bool:
        if drop_pending_updates == "true":
            self.violations.append("pending updates were dropped")
        return True

    def _do_set_webhook(
        self, url: str, allowed_updates: str = "[]", secret_token: str = "", drop_pending_updates: str = "false"
    ) -> bool:
        if not url.startswith("https://"):
            raise _RefusedError(400, "Bad Request: bad webhook: an HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret_token):
            raise _RefusedError(400, "Bad Request: secret token contains unallowed characters")
        self._do_delete_webhook(drop_pending_updates)
        self.webhook = {"url": url, "allowed_updates": json.loads(allowed_updates), "secret_token": secret_token}
        return True

    def _do_set_my_commands(self, commands: str, scope: str = "{}", language_code: str = "") -> bool:
        self.commands[json.loads(scope).get("type", "default")] = json.loads(commands)
        for command in json.loads(commands):
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise _RefusedError(400, f"Bad Request: bad command {command}")
        return True

    def _do_send_chat_action(self, chat_id: str, action: str, message_thread_id: str | None = None) -> bool:
        self._reachable(chat_id)
        if action not in _ACTIONS:
            raise _RefusedError(400, "Bad Request: wrong parameter action in request")
        return True

    def _do_send_message_draft(
        self, chat_id: str, draft_id: str, text: str = "", message_thread_id: str | None = None
    ) -> bool:
        if self._reachable(chat_id).type != "private" or int(draft_id) == 0 or utf16(text) > 4096:
            raise _RefusedError(400, "Bad Request: draft")
        return True

    def _do_send_message(
        self,
        chat_id: str,
        text: str,
        parse_mode: str = "",
        link_preview_options: str = "{}",
        reply_parameters: str | None = None,
        message_thread_id: str | None = None,
        reply_markup: str = "",
    ) -> Json:
        chat = self._reachable(chat_id)
        shown, entities = self._formatted(text, parse_mode, 4096)
        if not json.loads(link_preview_options).get("is_disabled"):
            self.violations.append("a link preview is not switched off")
        replied = self._replied(chat, reply_parameters)
        thread = int(message_thread_id) if message_thread_id else None
        if replied and replied.get("message_thread_id") != thread:
            raise _RefusedError(400, "Bad Request: message thread not found")
        markup = {"reply_markup": self._keyboard(reply_markup)} if reply_markup else {}
        made = self._message(chat, BOT, shown, thread, entities=entities, replied=replied, **markup)
        self.on_sent(chat.id)
        return made

    def _do_send_photo(
        self,
        chat_id: str,
        photo: Any,
        caption: str = "",
        parse_mode: str = "",
        reply_parameters: str | None = None,
        message_thread_id: str | None = None,
    ) -> Json:
        chat = self._reachable(chat_id)
        shown, entities = self._formatted(caption, parse_mode, 1024)
        data = photo.file.read() if hasattr(photo, "file") else b""
        if not data.startswith(b"\x89PNG") or len(data) > 10_000_000:
            raise _RefusedError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise _RefusedError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        thread = int(message_thread_id) if message_thread_id else None
        sizes = [{"file_id": "p", "file_unique_id": "p", "width": width, "height": height}]
        extra: Json = {"photo": sizes, "caption": shown, "caption_entities": entities}
        return self._message(chat, BOT, None, thread, replied=self._replied(chat, reply_parameters), **extra)

    def _do_edit_message_text(
        self,
        chat_id: str,
        message_id: str,
        text: str,
        parse_mode: str = "",
        link_preview_options: str = "{}",
        reply_markup: str = "",
    ) -> Json:
        message = self._reachable(chat_id).messages.get(int(message_id))
        if message is None or not message["from"]["is_bot"]:
            raise _RefusedError(400, "Bad Request: message to edit not found")
        shown, entities = self._formatted(text, parse_mode, 4096)
        fresh: Json = {"text": shown.strip(), "entities": entities}
        if reply_markup:
            fresh["reply_markup"] = self._keyboard(reply_markup)
        if fresh == {name: message[name] for name in ("text", "entities", "reply_markup") if name in message}:
            raise _RefusedError(400, "Bad Request: message is not modified")
        for name in ("entities", "reply_markup"):
            message.pop(name, None)
        message.update(fresh, edit_date=int(time.time()))
        return message

    def _do_delete_message(self, chat_id: str, message_id: str) -> bool:
        if self._reachable(chat_id).messages.pop(int(message_id), None) is None:
            raise _RefusedError(400, "Bad Request: message to delete not found")
        return True

    def _do_answer_callback_query(self, callback_query_id: str, text: str | None = None, show_alert: str = "") -> bool:
        if callback_query_id not in self._open_queries:
            raise _RefusedError(400, "Bad Request: query is too old and response timeout expired")
        if text is not None and len(text) > 200:
            raise _RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        self._open_queries.discard(callback_query_id)
        self.notices[callback_query_id] = text
        return True

    def _do_answer_inline_query(
        self, inline_query_id: str, results: str, cache_time: str = "300", is_personal: str = "", button: str = "null"
    ) -> bool:
        if inline_query_id not in self._open_queries:
            raise _RefusedError(400, "Bad Request: query is too old and response timeout expired")
        found = json.loads(results)
        if len(found) > 50 or len({result["id"] for result in found}) != len(found):
            raise _RefusedError(400, "Bad Request: RESULT_ID_DUPLICATE")
        for result in found:
            self._inline_result(result)
        shown_button = json.loads(button)
        if shown_button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", shown_button["start_parameter"]):
            raise _RefusedError(400, "Bad Request: START_PARAM_INVALID")
        self._open_queries.discard(inline_query_id)
        self.inline_answers[inline_query_id] = {"results": found, "button": shown_button}
        return True

    def _inline_result(self, result: Json) -> None:
        if result["type"] != "article" or not 1 <= len(result["id"].encode()) <= 64 or not result["title"]:
            raise _RefusedError(400, "Bad Request: RESULT_INVALID")
        content = result["input_message_content"]
        text, entities = self._formatted(content["message_text"], content["parse_mode"], 4096)
        if not content["link_preview_options"]["is_disabled"]:
            self.violations.append("a link preview is not switched off")
        content["shown"] = {"text": text, "entities": entities}

    def _keyboard(self, reply_markup: str) -> Json:
        markup: Json = json.loads(reply_markup)
        buttons = buttons_of({"reply_markup": markup})
        if not buttons or any(set(button) != {"text", "callback_data"} for button in buttons):
            raise _RefusedError(400, "Bad Request: BUTTON_INVALID")
        if any(not 1 <= len(button["callback_data"].encode()) <= 64 or not button["text"] for button in buttons):
            raise _RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
        if any(not 1 <= len(row) <= 8 for row in markup["inline_keyboard"]) or len(buttons) > 100:
            raise _RefusedError(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
        return markup

    def _formatted(self, text: str, parse_mode: str, limit: int) -> tuple[str, list[Entity]]:
        try:
            shown, entities = parsed(text) if parse_mode == "HTML" else (text, [])
        except BadHtmlError as error:
            raise _RefusedError(400, f"Bad Request: {error}") from error
        if not shown.strip():
            raise _RefusedError(400, "Bad Request: message text is empty")
        if utf16(shown) > limit:
            raise _RefusedError(400, "Bad Request: message is too long")
        if len(entities) > 100:
            raise _RefusedError(400, "Bad Request: too many entities")
        if re.search(r"[\x00-\x08\x0b-\x1f]", shown):
            raise _RefusedError(400, "Bad Request: control characters")
        return shown, entities

    def _replied(self, chat: Chat, reply_parameters: str | None) -> Json | None:
        if reply_parameters is None:
            return None
        reply = json.loads(reply_parameters)
        message = chat.messages.get(reply["message_id"])
        if message is None and not reply.get("allow_sending_without_reply"):
            raise _RefusedError(400, "Bad Request: message to be replied not found")
        return message

    def _reachable(self, chat_id: str) -> Chat:
        chat = self.chats.get(int(chat_id)) if re.fullmatch(r"-?\d+", str(chat_id)) else None
        if chat is None:
            raise _RefusedError(400, "Bad Request: chat not found")
        if chat.blocked:
            raise _RefusedError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _chat(self, chat_id: int, kind: str = "private") -> Chat:
        return self.chats.setdefault(chat_id, Chat(chat_id, kind))

    def _message(
        self,
        chat: Chat,
        user: int | Json,
        text: str | None,
        thread: int | None,
        *,
        entities: list[Entity] | None = None,
        replied: Json | None = None,
        **fields: Any,
    ) -> Json:
        text = text.strip() if text is not None else None
        sender = user if isinstance(user, dict) else {"id": user, "is_bot": False, "first_name": "Reader"}
        message: Json = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": chat.data,
            "from": sender,
        }
        if text is not None:
            message["text"] = text
            entities = _commands_in(text) if entities is None else entities
        if entities:
            message["entities"] = entities
        if thread is not None:
            message.update(message_thread_id=thread, is_topic_message=True)
        if replied:
            message["reply_to_message"] = {name: v for name, v in replied.items() if name != "reply_to_message"}
        message.update(fields)
        chat.messages[message["message_id"]] = message
        return message


def buttons_of(message: Json) -> list[Json]:
    """The buttons under a message."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]


def _commands_in(text: str) -> list[Entity]:
    """The entity of a command at the start of what a user wrote, and of mentions of bots."""
    found = [("bot_command", m) for m in re.finditer(r"^/[a-z0-9_]+(@\w+)?", text)]
    found += [("mention", m) for m in re.finditer(r"(?<!\S)@\w+", text)]
    return [{"type": t, "offset": utf16(text[: m.start()]), "length": utf16(m.group())} for t, m in found]
