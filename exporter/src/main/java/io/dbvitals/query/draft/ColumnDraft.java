package io.dbvitals.query.draft;

import io.dbvitals.config.yaml.Position;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.VersionRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A {@link Column} while it is read; begins with the defaults of the native format. Its fields are open to its reader, with which it ends.
 */
public final class ColumnDraft {
    public final String column;
    public final Position position;
    public String name;
    public List<String> aliases = List.of();
    public String help = "";
    public Use use = new Use.Discard();
    public double scale = 1;
    public boolean scaleTimesAndBooleans;
    public String unit = "";
    public OnNull onNull = new OnNull.Skip();
    public VersionRange versions = VersionRange.ANY;
    public boolean optional;

    public ColumnDraft(String column, Position position) {
        this.column = column;
        this.position = position;
        this.name = column;
    }

    /** The column without some of its names; one that is left with none shows nothing any more. */
    public static Column without(Column column, Collection<String> tails) {
        List<String> left = new ArrayList<>();
        left.add(column.name());
        left.addAll(column.aliases());
        left.removeAll(tails);
        ColumnDraft draft = new ColumnDraft(column.column(), column.position());
        draft.versions = column.versions();
        draft.optional = column.optional();
        if (!left.isEmpty()) {
            draft.name = left.get(0);
            draft.aliases = left.subList(1, left.size());
            draft.help = column.help();
            draft.use = column.use();
            draft.scale = column.scale();
            draft.scaleTimesAndBooleans = column.scaleTimesAndBooleans();
            draft.unit = column.unit();
            draft.onNull = column.onNull();
        }
        return draft.build();
    }

    public Column build() {
        return new Column(
                column,
                name,
                aliases,
                help,
                use,
                scale,
                scaleTimesAndBooleans,
                unit,
                onNull,
                versions,
                optional,
                position);
    }
}
