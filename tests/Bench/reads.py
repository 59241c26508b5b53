#!/usr/bin/env python3
"""What questions cost that leaves answer from their replicas (PING, WHOIS, NAMES, WHO): how many are answered in a
second, how many times the leaves ask the root how far the log is (SYNC), how many times the root asks the stream
whether the log is still its own (STREAM.INFO), and the CPU time of each process.

Usage: tests/Bench/reads.py PORT NATS_PORT PIDS_FOLDER [CLIENTS] [SECONDS]     beside ./run --config tests/load.yaml
"""
import asyncio
import os
import pathlib
import sys
import time

QUESTIONS = {"PING": ("PING x", "PONG"), "WHOIS": ("WHOIS {nick}", " 318 "), "NAMES": ("NAMES #all", " 366 "),
             "WHO": ("WHO #all", " 315 ")}
TICK = os.sysconf("SC_CLK_TCK")


class Client:
    def __init__(self, nick, port):
        self.nick, self.port = nick, port

    async def join(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        self.writer.write(f"NICK {self.nick}\r\nUSER u 0 * :u\r\n".encode())
        await self.until(" 422 ", " 376 ")
        await self.ask("JOIN #all", " 366 ")

    async def until(self, *ends):
        while line := (await self.reader.readline()).decode():
            if any(end in line for end in ends):
                return
        raise ConnectionError(self.nick)

    async def ask(self, question, end):
        self.writer.write(f"{question}\r\n".encode())
        await self.until(end)

    async def keep_asking(self, question, end, until):
        asked = 0
        while time.monotonic() < until:
            await self.ask(question.format(nick=self.nick), end)
            asked += 1
        return asked


class Counter:
    """Counts what passes on two subjects of NATS."""

    async def begin(self, port):
        self.counts = {"1": 0, "2": 0}
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b'CONNECT {"verbose":false}\r\nSUB irc.cmd.*.SYNC 1\r\nSUB $JS.API.STREAM.INFO.IRC_LOG 2\r\n')
        self.task = asyncio.create_task(self.count(reader, writer))

    async def count(self, reader, writer):
        while line := await reader.readline():
            if line.startswith(b"MSG "):
                self.counts[line.split()[2].decode()] += 1
                await reader.readexactly(int(line.split()[-1]) + 2)
            elif line.startswith(b"PING"):
                writer.write(b"PONG\r\n")


def cpu(folder):
    seconds = {}
    for file in sorted(pathlib.Path(folder).glob("*.pid")):
        stat = pathlib.Path(f"/proc/{file.read_text().strip()}/stat").read_text().rsplit(")", 1)[1].split()
        seconds[file.stem] = (int(stat[11]) + int(stat[12])) / TICK
    return seconds


async def main(port, nats_port, folder, clients=100, seconds=5):
    everyone = [Client(f"c{i}", port + i % 2) for i in range(clients)]
    for client in everyone:
        await client.join()
    counter = Counter()
    await counter.begin(nats_port)
    for name, (question, end) in QUESTIONS.items():
        for passes in ("warm-up", name):
            until = time.monotonic() + seconds
            before, used = dict(counter.counts), cpu(folder)
            asked = sum(await asyncio.gather(*(c.keep_asking(question, end, until) for c in everyone)))
        syncs, infos = (counter.counts[k] - before[k] for k in "12")
        spent = ", ".join(f"{process} {now - used[process]:.1f}" for process, now in cpu(folder).items())
        print(f"{name:6} {asked / seconds:7.0f}/s  SYNC {syncs / seconds:5.0f}/s  STREAM.INFO {infos / seconds:5.0f}/s"
              f"  CPU s in {seconds} s: {spent}", flush=True)


port, nats_port, folder, *rest = sys.argv[1:]
asyncio.run(main(int(port), int(nats_port), folder, *map(int, rest)))
