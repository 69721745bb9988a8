import { useState } from 'react'
import { useLanguage } from '../../../i18n/language'
import { useReturn } from '../../../ui/useReturn'
import { RecordForm } from '../../records/RecordForm'
import { useAddParty } from '../contests'
import { partyFields } from '../fields'

/** A party that no form offers yet. */
export function AddParty() {
  const { t } = useLanguage()
  const [open, setOpen] = useState(false)
  const button = useReturn(open)
  const add = useAddParty()
  if (open)
    return (
      <RecordForm
        label={t('ballots.addParty')}
        specs={partyFields}
        record={null}
        locked={[]}
        busy={add.isPending}
        error={add.error}
        onSave={(said) => add.mutate(said, { onSuccess: () => setOpen(false) })}
        onCancel={() => setOpen(false)}
      />
    )
  return (
    <p className="row-actions">
      <button ref={button} type="button" className="usa-button usa-button--unstyled" onClick={() => setOpen(true)}>
        {t('ballots.addParty')}
      </button>
      <span role="status" className="quiet">
        {add.data && t('ballots.partyAdded', { name: add.data.name })}
      </span>
    </p>
  )
}
