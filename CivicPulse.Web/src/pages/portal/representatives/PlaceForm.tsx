import { useState, type FormEvent } from 'react'
import { useLanguage } from '../../../i18n/language'
import { Field } from '../../../ui/Field'
import { Icon } from '../../../ui/Icon'
import type { AskedPlace } from './places'

type Props = { address?: string; onPlace: (place: AskedPlace) => void }

/** An address, the name of a place, or where the device is. Nothing of it is kept. */
export function PlaceForm({ address, onPlace }: Props) {
  const { t } = useLanguage()
  const [missing, setMissing] = useState(false)
  const [locating, setLocating] = useState<'no' | 'yes' | 'failed'>('no')

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wanted = String(new FormData(event.currentTarget).get('address')).trim()
    setMissing(!wanted)
    if (wanted) onPlace({ address: wanted })
    else event.currentTarget.querySelector('input')?.focus()
  }
  const locate = () => {
    setLocating('yes')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating('no')
        onPlace({ lat: coords.latitude, lon: coords.longitude })
      },
      () => setLocating('failed'),
      { timeout: 20_000, maximumAge: 300_000 },
    )
  }

  return (
    <form className="place-form" onSubmit={submit} noValidate>
      <Field label={t('places.address')} hint={t('places.hint')} error={missing ? t('places.required') : undefined}>
        {(input) => <input {...input} key={address} className="usa-input" name="address" defaultValue={address} maxLength={300} autoComplete="street-address" />}
      </Field>
      <div className="actions">
        <button type="submit" className="usa-button">
          {t('places.submit')}
        </button>
        {'geolocation' in navigator && (
          <button type="button" className="usa-button usa-button--outline" disabled={locating === 'yes'} onClick={locate}>
            <Icon name="near" />
            {t(locating === 'yes' ? 'places.locating' : 'places.locate')}
          </button>
        )}
      </div>
      <p role="status">{locating === 'failed' && t('places.notLocated')}</p>
    </form>
  )
}
