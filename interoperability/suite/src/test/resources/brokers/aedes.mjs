import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { readFileSync } from 'node:fs'
import { Aedes } from '${aedes}/node_modules/aedes/aedes.js'
import { WebSocketServer, createWebSocketStream } from '${aedes}/node_modules/ws/wrapper.mjs'

const broker = await Aedes.createBroker({
  authenticate: (client, username, password, callback) =>
    callback(null, username === '${username}' && password?.toString() === '${password}')
})
createServer(broker.handle).listen(${tcp}, '127.0.0.1')
const tls = { cert: readFileSync('${certificate}'), key: readFileSync('${privateKey}') }
createTlsServer(tls, broker.handle).listen(${tls}, '127.0.0.1')
for (const server of [createHttpServer().listen(${webSocket}, '127.0.0.1'),
  createHttpsServer(tls).listen(${secureWebSocket}, '127.0.0.1')]) {
  new WebSocketServer({ server, handleProtocols: () => 'mqtt' })
    .on('connection', (socket, request) => broker.handle(createWebSocketStream(socket), request))
}
