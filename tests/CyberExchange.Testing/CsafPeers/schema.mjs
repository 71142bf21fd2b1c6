// Asks ajv about the official schemas of CSAF 2.0 and 2.1. The first argument is the folder of the OASIS suites. A request is a line of JSON
// on standard input: {"documents":[VALUE...]}. The answer is a line for each document in order, {"valid","errors":["PLACE MESSAGE"...]}, and
// then {"documents"}. A document that says 2.1 is tested as such, any other as 2.0.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const suites = process.argv[2]
const read = (...path) => JSON.parse(readFileSync(join(suites, ...path), 'utf8'))

// The schemas of CVSS are of older drafts, which they name in words that ajv would look up; what they use means the same in 2020-12.
const withoutDraft = ({ $schema, $id, id, ...schema }) => schema

function compile(version, main, cvss, more) {
  // Scores are tenths, which have no exact binary form.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, multipleOfPrecision: 6 })
  addFormats(ajv)

  // A part of the meta-schema of 2020-12 that ajv does not bring along.
  ajv.addSchema({ properties: { format: { type: 'string' } } }, 'https://json-schema.org/draft/2020-12/meta/format-assertion')
  for (const name of cvss) {
    ajv.addSchema(withoutDraft(read(version, 'referenced_schema', 'first', `cvss-v${name}.json`)), `https://www.first.org/cvss/cvss-v${name}.json`)
  }
  for (const path of more) {
    const { $schema, ...schema } = read(version, ...path)
    ajv.addSchema(schema)
  }
  const { $schema, ...schema } = read(version, 'json_schema', main)
  return ajv.compile(schema)
}

const schemas = {
  '2.0': compile('oasis-csaf-2.0', 'csaf_json_schema.json', ['2.0', '3.0', '3.1'], []),
  2.1: compile('oasis-csaf-2.1', 'csaf.json', ['2.0', '3.0', '3.1', '4.0'], [
    ['json_schema', 'extension-metaschema.json'],
    ['json_schema', 'extension-content.json'],
    ['referenced_schema', 'certcc', 'SelectionList_2_0_0.schema.json'],
  ]),
}

for await (const line of createInterface({ input: process.stdin })) {
  const { documents } = JSON.parse(line)
  for (const document of documents) {
    const schema = schemas[document?.document?.csaf_version === '2.1' ? '2.1' : '2.0']
    const valid = schema(document)
    const errors = (schema.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
    process.stdout.write(JSON.stringify({ valid, errors }) + '\n')
  }
  process.stdout.write(JSON.stringify({ documents: documents.length }) + '\n')
}
