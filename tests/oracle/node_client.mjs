// Asks for URLs through undici's EnvHttpProxyAgent or by proxy-from-env: a JSON object a line in ({url, list, proxy}), a
// word a line out.
import http from 'node:http'
import net from 'node:net'
import readline from 'node:readline'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(path.join(process.argv[3], 'package.json'))

function setVariable (name, value) {
  for (const spelling of [name, name.toUpperCase()]) {
    if (value) process.env[spelling] = value
    else delete process.env[spelling]
  }
}

const networkErrors = new Set(
  ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EINVAL', 'UND_ERR_SOCKET',
    'UND_ERR_ABORTED', 'ECONNRESET'])

function outcome (error) {
  const code = error.cause?.code ?? error.code ?? error.cause?.errors?.[0]?.code ?? error.errors?.[0]?.code
  return networkErrors.has(code) ? 'attempted' : `refused ${error} ${error.cause ?? ''}`
}

async function withUndici (url) {
  const { EnvHttpProxyAgent, fetch } = require('undici')
  try {
    await (await fetch(url, { dispatcher: new EnvHttpProxyAgent() })).text()
  } catch (error) {
    return outcome(error)
  }
  return 'attempted'
}

/// The library only says which proxy to use; a connection of that sort then shows it.
async function withProxyFromEnv (url) {
  const { getProxyForUrl } = require('proxy-from-env')
  let parsed
  try {
    parsed = new URL(url)
  } catch (error) {
    return `refused ${error}`
  }
  const proxy = getProxyForUrl(url)
  const port = parsed.port || (parsed.protocol === 'https:' ? 443 : 80)
  return await new Promise((resolve) => {
    const failed = (error) => resolve(outcome(error))
    if (!proxy) {
      const socket = net.connect(port, parsed.hostname.replace(/^\[|\]$/g, ''), () => socket.destroy(resolve('attempted')))
      socket.on('error', failed)
      return
    }
    const via = new URL(proxy)
    const request = http.request({ host: via.hostname, port: via.port, path: url, agent: false }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve('attempted'))
    })
    request.on('error', failed)
    request.end()
  })
}

const ask = { node: withUndici, 'proxy-from-env': withProxyFromEnv }[process.argv[2]]
for await (const line of readline.createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  setVariable('no_proxy', question.list)
  setVariable('http_proxy', question.proxy)
  setVariable('https_proxy', question.proxy)
  console.log(String(await ask(question.url)).replaceAll('\n', ' '))
}
