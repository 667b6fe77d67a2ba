package io.dbvitals.query.load;

import io.dbvitals.config.yaml.Position;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.VersionRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A {@link Column} while it is read; begins with the defaults of the native format. */
final class ColumnDraft {
    final String column;
    final Position position;
    String name;
    List<String> aliases = List.of();
    String help = "";
    Use use = new Use.Discard();
    double scale = 1;
    boolean scaleTimesAndBooleans;
    String unit = "";
    OnNull onNull = new OnNull.Skip();
    VersionRange versions = VersionRange.ANY;
    boolean optional;

    ColumnDraft(String column, Position position) {
        this.column = column;
        this.position = position;
        this.name = column;
    }

    /** The column without some of its names; one that is left with none shows nothing any more. */
    static Column without(Column column, Collection<String> tails) {
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

    Column build() {
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
