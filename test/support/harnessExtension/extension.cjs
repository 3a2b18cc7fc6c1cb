'use strict';

// Test-only: runs the functions that ../hostChannel.ts posts, with the real `vscode` API, and answers with their
// results. Whoever can post here can run code as this user, hence the loopback address and the secret token.

const { Buffer } = require('node:buffer');
const { timingSafeEqual } = require('node:crypto');
const { renameSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const process = require('node:process');
const { clearInterval, setInterval } = require('node:timers');
const vscode = require('vscode');

const RUNNER_CHECK_MS = 2000;

exports.activate = (context) => {
  const token = takeVariable('HARNESS_TOKEN');
  const portFile = takeVariable('HARNESS_PORT_FILE');
  const runner = Number(takeVariable('HARNESS_RUNNER_PID'));
  if (!token || !portFile) return;

  const server = createServer((request, response) => {
    if (request.method !== 'POST' || !isEqual(request.headers['x-harness-token'], token)) {
      response.writeHead(403).end();
      return;
    }
    answer(request).then((reply) => response.end(JSON.stringify(reply)));
  });
  server.listen(0, '127.0.0.1', () => {
    // written aside and renamed: who waits for the file never reads half a number
    writeFileSync(`${portFile}.part`, String(server.address().port));
    renameSync(`${portFile}.part`, portFile);
  });

  const watch = setInterval(() => stopServerUnlessAlive(runner), RUNNER_CHECK_MS);
  context.subscriptions.push({ dispose: () => server.close() }, { dispose: () => clearInterval(watch) });
};

/** Reads a variable and removes it, so that the extension under test and its processes see their usual environment. */
function takeVariable(name) {
  const value = process.env[name];
  delete process.env[name];
  return value;
}

function isEqual(given, expected) {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function answer(request) {
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { code, arg } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const run = new Function('vscode', 'arg', `return (${code})(vscode, arg);`);
    return { value: await run(vscode, arg) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A killed test runner cannot stop the server any more: then the server's whole process group, this one's, is ended. */
function stopServerUnlessAlive(runner) {
  try {
    process.kill(runner, 0);
  } catch {
    process.kill(0, 'SIGTERM');
  }
}
