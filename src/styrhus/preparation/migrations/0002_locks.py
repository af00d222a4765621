"""A finished note is locked with its points, passages and documents."""

from django.db import migrations

from styrhus.audit.locks import REFUSAL, locked, locked_with

# A passage's note is two steps away.
PASSAGE = f"""
create function preparation_passage_locked() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (
        select 1 from preparation_notepoint t join preparation_preparationnote n on n.id = t.note_id
        where t.id = old.point_id and n.finished_at is not null
    ) then
        {REFUSAL}
    end if;
    if tg_op <> 'DELETE' and exists (
        select 1 from preparation_notepoint t join preparation_preparationnote n on n.id = t.note_id
        where t.id = new.point_id and n.finished_at is not null
    ) then
        {REFUSAL}
    end if;
    return null;
end $$;
create trigger preparation_passage_locked after insert or update or delete on preparation_passage
    for each row execute function preparation_passage_locked();
create trigger preparation_passage_no_truncate before truncate on preparation_passage
    for each statement execute function append_only();
"""  # noqa: S608
UNLOCK = """
drop trigger preparation_passage_no_truncate on preparation_passage;
drop trigger preparation_passage_locked on preparation_passage;
drop function preparation_passage_locked();
"""
FINISHED = "p.finished_at is not null"


class Migration(migrations.Migration):
    dependencies = [("preparation", "0001_initial"), ("audit", "0002_chain")]

    operations = [
        locked("preparation_preparationnote", when="old.finished_at is not null"),
        locked_with("preparation_notepoint", parent="preparation_preparationnote", key="note_id", when=FINISHED),
        locked_with(
            "preparation_preparationnote_documents",
            parent="preparation_preparationnote",
            key="preparationnote_id",
            when=FINISHED,
        ),
        migrations.RunSQL(PASSAGE, UNLOCK),
    ]
