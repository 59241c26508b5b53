// A session in The Lounge's own page; alice is a plain socket on the other leaf. What counts is what the page shows and
// what alice is sent. Environment: LOUNGE_PORT, OTHER_PORT, CHROMIUM, IRCNATS_ROOT, NATS_PORT.
'use strict';
const assert = require('node:assert/strict');
const { plainClient, openPage, operator, picture, run } = require('./browser.js');

let alice, browser, page, joined;
const message = (text) => page.locator('#chat .msg[data-type="message"] .content', { hasText: text });

async function type(line) {
    await page.locator('#input').fill(line);
    await page.locator('#input').press('Enter');
    // Behind a channel's name the first Enter only completes it.
    if (await page.locator('#input').inputValue()) await page.locator('#input').press('Enter');
}

const steps = {
    async 'connects for somebody whose address WEBIRC tells'() {
        alice = await plainClient('alice', Number(process.env.OTHER_PORT));
        alice.says('JOIN #lounge');
        alice.says('TOPIC #lounge :sofas');
        alice.says('PRIVMSG #lounge :before lou');
        ({ browser, page } = await openPage({ 'X-Forwarded-For': '203.0.113.7' }));
        await page.goto(`http://127.0.0.1:${process.env.LOUNGE_PORT}/`);
        await page.locator('#connect button[type="submit"]').click();
        await alice.sees(/^:lou!\S+@203\.0\.113\.7 JOIN :?#lounge/);
        joined = Date.now();
        await page.locator('#chat .topic', { hasText: 'sofas' }).waitFor();
        await page.locator('#chat .userlist .user', { hasText: 'alice' }).first().waitFor();
    },

    async 'talks both ways, and shows each message once'() {
        await type('Grüße from a browser 🧀');
        await alice.sees(/^:lou!\S+ PRIVMSG #lounge :Grüße from a browser 🧀$/);
        alice.says('PRIVMSG #lounge :and back');
        await message('and back').waitFor();
        assert.equal(await message('and back').count(), 1);
        assert.equal(await message('Grüße from a browser').count(), 1, 'its own echo is shown once');
    },

    async 'shows joins, modes, nicks and kicks'() {
        const condensed = (text) => page.locator('#chat .messages', { hasText: text });
        alice.says('MODE #lounge +v lou');
        await page.locator('#chat .userlist .user-mode.voice .user', { hasText: 'lou' }).first().waitFor();
        await type('/nick louise');
        await alice.sees(/^:lou!\S+ NICK :?louise/);
        await page.locator('#nick', { hasText: 'louise' }).waitFor();
        alice.says('KICK #lounge louise :out');
        await alice.sees(/ KICK #lounge louise /);
        await condensed('was kicked').or(condensed('kicked')).first().waitFor();
        await type('/join #lounge');
        await alice.sees(/^:louise!\S+ JOIN :?#lounge/);
    },

    async 'comes back by itself when its leaf is drained'() {
        // irc-framework returns only to a network that let it in more than five seconds ago.
        await page.waitForTimeout(Math.max(0, joined + 6000 - Date.now()));
        await operator('drain', 'leaf-1');
        alice.says('PRIVMSG #lounge :said meanwhile');
        // Its user of before is quit later, when nobody came back for it.
        await alice.sees(/^:lou\S*!\S+@203\.0\.113\.7 JOIN :?#lounge/);
        alice.says('PRIVMSG #lounge :are you back');
        await message('are you back').waitFor();
        await type('I am');
        await alice.sees(/^:lou\S*!\S+ PRIVMSG #lounge :I am$/);
    },

    // By ZNC's module it asks when a channel is new to it, and never for what it missed.
    async 'shows all of it, once and in order, when the channel is opened anew'() {
        await type('/part');
        await alice.sees(/^:lou\S*!\S+ PART #lounge/);
        await type('/join #lounge');
        await alice.sees(/^:lou\S*!\S+ JOIN :?#lounge/);
        await message('said meanwhile').waitFor();
        const texts = ['before lou', 'and back', 'said meanwhile', 'are you back', 'I am'];
        for (const text of texts) assert.equal(await message(text).count(), 1, `'${text}' is shown once`);
        const shown = await page.locator('#chat .msg[data-type="message"] .content').allTextContents();
        const places = texts.map((text) => shown.findIndex((one) => one.includes(text)));
        assert.deepEqual(places, [...places].sort((a, b) => a - b), shown.join(' | '));
        await picture(page, 'lounge');
    },
};

run('The Lounge in a browser', steps, () => browser?.close());
