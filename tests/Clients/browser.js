// What sessions of web clients share: a page in Debian's chromium, a plain socket at the other end, and steps in order.
'use strict';
const net = require('node:net');
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const playwright = require('playwright-core');

const patience = 60000; // milliseconds a step waits for what it expects

/** A client that is nothing but a socket; `sees` waits for a line behind the one that was seen last. */
async function plainClient(nick, port) {
    const socket = net.connect(port, '127.0.0.1');
    const lines = [];
    let rest = '', wake = () => {};
    socket.on('data', (data) => {
        const parts = (rest + data).split('\r\n');
        rest = parts.pop();
        for (const line of parts) {
            if (line.startsWith('PING')) socket.write(line.replace('PING', 'PONG') + '\r\n');
            else lines.push(line);
        }
        wake();
    });
    socket.on('error', () => {});
    const says = (line) => socket.write(line + '\r\n');
    async function sees(pattern) {
        const seen = [];
        const late = Date.now() + patience;
        for (;;) {
            while (lines.length) {
                const line = lines.shift();
                if (pattern.test(line)) return line;
                seen.push(line);
            }
            const instead = JSON.stringify(seen.slice(-8));
            if (Date.now() > late) throw new Error(`${nick} does not see ${pattern} but ${instead}`);
            await new Promise((resolve) => { wake = resolve; setTimeout(resolve, 500); });
        }
    }
    says(`NICK ${nick}`);
    says(`USER ${nick} 0 * :${nick}`);
    await sees(/ 001 /);
    return { says, sees };
}

/** Opens a page; extra headers go with every request. */
async function openPage(headers = {}) {
    const browser = await playwright.chromium.launch({
        executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    const page = await browser.newPage({ extraHTTPHeaders: headers });
    page.setDefaultTimeout(patience);
    return { browser, page };
}

/** Keeps a picture of the page, for whoever names a folder for it by PICTURES. */
async function picture(page, name) {
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

/** Runs an operator's verb: `operator('drain', 'leaf-1')`. */
function operator(...words) {
    const { IRCNATS_ROOT: root, NATS_PORT: port } = process.env;
    return promisify(execFile)(root, [...words, '--nats-url', `nats://127.0.0.1:${port}`]);
}

/** Runs the steps in order, says `ok` or `not ok` for each, and ends at the first that fails. */
async function run(title, steps, end) {
    for (const [name, step] of Object.entries(steps)) {
        try {
            await step();
            console.log(`ok ${title}: ${name}`);
        } catch (error) {
            console.log(`not ok ${title}: ${name}: ${String(error.message).split('\n').slice(0, 6).join(' | ')}`);
            break;
        }
    }
    await end();
    process.exit();
}

module.exports = { plainClient, openPage, operator, picture, run, patience };
