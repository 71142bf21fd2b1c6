// Asks others' validator. A request is a line of JSON on standard input: {"preset":"schema|mandatory|full","files":[PATH...],"to":PATH}.
// The answer is a line for each file, {"file","valid","results":[{"test","pointer","message"}]}, on standard output or, where "to" is given, in that
// file; and then {"documents","peakKilobytes","processorMilliseconds"}, which count from the start of the process. Tests that ask the network
// or start a program (6.3.6 to 6.3.8) are left out. The first argument is the number of threads.
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Worker, isMainThread, parentPort } from 'node:worker_threads'
import validate from '@secvisogram/csaf-validator-lib/validate.js'
import * as basic from '@secvisogram/csaf-validator-lib/basic.js'
import * as full from '@secvisogram/csaf-validator-lib/full.js'

const leftOut = ['informativeTest_6_3_6', 'informativeTest_6_3_7', 'informativeTest_6_3_8']
const tests = {
  schema: [basic.csaf_2_0_strict],
  mandatory: Object.values(basic),
  full: Object.entries(full).filter(([name]) => !leftOut.includes(name)).map(([, test]) => test),
}

async function judge(preset, file) {
  const document = JSON.parse(await readFile(file, 'utf8'))
  const { isValid, tests: answers } = await validate(tests[preset], document)
  const results = answers.flatMap(({ name, errors, warnings, infos }) =>
    [...errors, ...warnings, ...infos].map(({ instancePath, message }) => ({ test: section(name), pointer: instancePath, message }))
  )
  return JSON.stringify({ file, valid: isValid, results })
}

const section = (name) => (name.startsWith('csaf_') ? 'schema' : name.replace(/^[a-zA-Z]+_/, '').replaceAll('_', '.'))

if (isMainThread) {
  const threads = Number(process.argv[2] ?? 1)
  const workers = threads > 1 ? Array.from({ length: threads }, () => new Worker(new URL(import.meta.url))) : []
  for await (const line of createInterface({ input: process.stdin })) {
    const { preset, files, to } = JSON.parse(line)
    const output = to ? createWriteStream(to) : process.stdout
    if (workers.length > 0) {
      await Promise.all(workers.map((worker, at) => share(worker, output, preset, files.filter((_, i) => i % threads === at))))
    } else {
      for (const file of files) {
        output.write((await judge(preset, file)) + '\n')
      }
    }
    if (to) {
      await new Promise((done) => output.end(done))
    }
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    const processorMilliseconds = Math.round((userCPUTime + systemCPUTime) / 1000)
    process.stdout.write(JSON.stringify({ documents: files.length, peakKilobytes: maxRSS, processorMilliseconds }) + '\n')
  }
  process.exit()
} else {
  parentPort.on('message', async ({ preset, files }) => {
    for (const file of files) {
      parentPort.postMessage(await judge(preset, file))
    }
    parentPort.postMessage(null)
  })
}

function share(worker, output, preset, files) {
  return new Promise((done, failed) => {
    worker.removeAllListeners()
    worker.on('error', failed)
    worker.on('message', (line) => (line === null ? done() : output.write(line + '\n')))
    worker.postMessage({ preset, files })
  })
}
