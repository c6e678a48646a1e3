"""What a user would write instead, with discord.py: a declaration is one durable write with its audit row in a transaction
before the answer, and nothing else. No mandate, no stage, no chain, no card, no total.

python bot.py API-ADDRESS DATABASE-FILE, the token in DISCORD_TOKEN.
"""

import datetime
import os
import sqlite3
import sys

import discord
import yarl
from discord import app_commands

api, file = sys.argv[1:]
discord.http.Route.BASE = f"{api}/api/v10"

db = sqlite3.connect(file, isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")
db.executescript("""
  CREATE TABLE IF NOT EXISTS requirement (
    id INTEGER PRIMARY KEY, officer TEXT NOT NULL, lot TEXT NOT NULL, quantity INTEGER NOT NULL, at TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, officer TEXT NOT NULL, what TEXT NOT NULL, at TEXT NOT NULL);
""")


class Bot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        # The library asks for the gateway's address only when there are several shards.
        _, url, _ = await self.http.get_bot_gateway()
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    async def on_ready(self) -> None:
        await self.tree.sync()


bot = Bot()


@bot.tree.command(description="Declares what you need.")
async def declare(interaction: discord.Interaction, lot: str, quantity: int) -> None:
    at = datetime.datetime.now(datetime.timezone.utc).isoformat()
    db.execute("BEGIN IMMEDIATE")
    db.execute(
        "INSERT INTO requirement (officer, lot, quantity, at) VALUES (?, ?, ?, ?)",
        (str(interaction.user.id), lot, quantity, at),
    )
    db.execute(
        "INSERT INTO audit (officer, what, at) VALUES (?, ?, ?)",
        (str(interaction.user.id), f"declared {quantity} of {lot}", at),
    )
    db.execute("COMMIT")
    await interaction.response.send_message(f"Declared {quantity} of {lot}.", ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
