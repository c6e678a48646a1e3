'use strict';
// What a user would write instead, with discord.js: a declaration is one durable write with its audit row in a transaction
// before the answer, and nothing else. No mandate, no stage, no chain, no card, no total.
// node bot.js API-ADDRESS DATABASE-FILE, the token in DISCORD_TOKEN. libsql has the interface of better-sqlite3 and comes built.

const { Client, GatewayIntentBits, MessageFlags } = require('discord.js');
const Database = require('libsql');

const [api, file] = process.argv.slice(2);

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  CREATE TABLE IF NOT EXISTS requirement (
    id INTEGER PRIMARY KEY, officer TEXT NOT NULL, lot TEXT NOT NULL, quantity INTEGER NOT NULL, at TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY, officer TEXT NOT NULL, what TEXT NOT NULL, at TEXT NOT NULL);
`);
const insert = db.prepare('INSERT INTO requirement (officer, lot, quantity, at) VALUES (?, ?, ?, ?)');
const note = db.prepare('INSERT INTO audit (officer, what, at) VALUES (?, ?, ?)');
const declare = db.transaction((officer, lot, quantity) => {
  const at = new Date().toISOString();
  insert.run(officer, lot, quantity, at);
  note.run(officer, `declared ${quantity} of ${lot}`, at);
});

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: `${api}/api` } });

client.once('clientReady', () =>
  client.application.commands.set([
    {
      name: 'declare',
      description: 'Declares what you need.',
      options: [
        { name: 'lot', description: 'The lot', type: 3, required: true },
        { name: 'quantity', description: 'How much', type: 4, required: true },
      ],
    },
  ]),
);

client.on('interactionCreate', async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  const lot = interaction.options.getString('lot', true);
  const quantity = interaction.options.getInteger('quantity', true);
  declare(interaction.user.id, lot, quantity);
  await interaction.reply({ content: `Declared ${quantity} of ${lot}.`, flags: MessageFlags.Ephemeral });
});

client.login(process.env.DISCORD_TOKEN);
