#!/bin/bash
# Node.js: the event loop, an HTTP server and its clients, workers, children, signals, WebAssembly.

case_language() { # limit 120
  cat >m.js <<'EOF'
const fs = require('fs'), os = require('os'), crypto = require('crypto'), zlib = require('zlib');
let sum = 0;
for (let i = 0; i < 3e6; i++) sum = (sum + i * i) % 1000003;
console.log(sum, process.arch, os.endianness());
console.log(crypto.createHash('sha256').update('dragoman').digest('hex'));
console.log(zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(100000, 'ab'))).length);
fs.writeFileSync('f.txt', 'line\n'.repeat(1000));
console.log(fs.statSync('f.txt').size, fs.readdirSync('.').join());
const wasm = new Uint8Array([0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,7,7,1,3,97,100,100,0,0,10,9,1,7,0,32,0,32,1,106,11]);
WebAssembly.instantiate(wasm).then(m => console.log('wasm', m.instance.exports.add(40, 2)));
crypto.pbkdf2('a', 'b', 10000, 16, 'sha1', (e, k) => console.log(k.toString('hex')));
setTimeout(() => { console.log('timer'); process.exitCode = 6; }, 100);
try { (function f() { f(); })(); } catch (e) { console.log(e instanceof RangeError); }
EOF
  status node m.js
}

case_server() { # limit 120
  cat >s.js <<'EOF'
const http = require('http'), cluster = require('cluster');
const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
const server = http.createServer((q, r) => { let n = 0; q.on('data', d => n += d.length); q.on('end', () => r.end(`${q.url} ${n}`)); });
server.listen(0, '127.0.0.1', async () => {
  const port = server.address().port;
  const ask = i => new Promise((good, bad) => {
    const q = http.request({ host: '127.0.0.1', port, path: '/' + i, method: 'POST', agent }, r => {
      let text = ''; r.on('data', d => text += d); r.on('end', () => good(text)); });
    q.on('error', bad); q.end('x'.repeat(i));
  });
  const texts = await Promise.all(Array.from({ length: 500 }, (_, i) => ask(i)));
  console.log(texts.every((t, i) => t === `/${i} ${i}`), texts.length);
  agent.destroy(); server.close(() => console.log('closed'));
});
EOF
  status node s.js
}

case_workers_and_children() { # limit 120
  cat >w.js <<'EOF'
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');
const { spawn, execFileSync } = require('child_process');
if (!isMainThread) {
  const shared = new Int32Array(workerData);
  for (let i = 0; i < 20000; i++) Atomics.add(shared, 0, 1);
  parentPort.postMessage('done');
} else {
  const memory = new SharedArrayBuffer(8);
  let left = 4;
  for (let i = 0; i < 4; i++) new Worker(__filename, { workerData: memory }).on('exit', () => {
    if (--left) return;
    console.log('sum', new Int32Array(memory)[0]);
    console.log(execFileSync('/bin/echo', ['from', 'a', 'child']).toString().trim());
    const child = spawn('/bin/sh', ['-c', 'cat; exit 3']);
    child.stdout.on('data', d => console.log('got', d.toString()));
    child.on('exit', c => {
      console.log('code', c);
      const sleeper = spawn('sleep', ['100']);
      sleeper.on('exit', (c, s) => { console.log(c, s); process.kill(process.pid, 'SIGUSR2'); });
      sleeper.kill();
    });
    child.stdin.end('words');
  });
  const wait = setInterval(() => {}, 1000);
  process.on('SIGUSR2', () => { console.log('SIGUSR2'); clearInterval(wait); process.kill(process.pid, 'SIGTERM'); });
}
EOF
  status node w.js
}

. /suites/lib.sh
