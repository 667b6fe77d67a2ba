package io.dbvitals.query.load;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Query files often live as texts in a Kubernetes ConfigMap, and are tried in that wrapping too. */
final class ConfigMapText {
    private ConfigMapText() {}

    /** The files in a ConfigMap; of any other document, itself. */
    static List<YamlNode> documents(YamlNode root, Problems problems) {
        if (!(root instanceof YamlNode.Mapping mapping) || !isConfigMap(mapping)) {
            return List.of(root);
        }
        List<YamlNode> documents = new ArrayList<>();
        if (mapping.get("data").orElse(root) instanceof YamlNode.Mapping data) {
            for (YamlNode.Entry entry : data.entries()) {
                if (entry.value() instanceof YamlNode.Scalar text) {
                    parse(text, documents, problems);
                }
            }
        }
        return documents;
    }

    private static boolean isConfigMap(YamlNode.Mapping mapping) {
        return mapping.get("kind").orElse(mapping) instanceof YamlNode.Scalar kind
                && kind.text().equals("ConfigMap");
    }

    /** The text of a block begins one line below its key: with as many empty lines before, its lines are those of the file. */
    private static void parse(YamlNode.Scalar text, List<YamlNode> documents, Problems problems) {
        String padded = "\n".repeat(text.position().line()) + text.text();
        try {
            YamlFile.parse(text.position().file(), padded).ifPresent(documents::add);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> problems.add(problem.position(), problem.message()));
        }
    }
}
