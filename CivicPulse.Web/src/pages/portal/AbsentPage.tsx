import { Problem } from '../../api/problem'
import { Absent } from './Absent'

const nothing = new Problem(404)

export default function AbsentPage() {
  return <Absent error={nothing} onRetry={() => undefined} />
}
