export default function ConnectionPage() {
  return null
}
