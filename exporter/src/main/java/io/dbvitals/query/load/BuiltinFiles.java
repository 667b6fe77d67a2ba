package io.dbvitals.query.load;

import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The query files that are shipped inside the program, under {@code io/dbvitals/queries/<system>/}. A known file there
 * says whether the program runs from a jar or from a folder of classes, and its neighbours are listed.
 */
final class BuiltinFiles {
    private static final String FOLDER = "io/dbvitals/queries/";
    private static final String KNOWN = FOLDER + "README.md";

    private BuiltinFiles() {}

    /** {@code postgres/010-server.yaml} to its text, in the order of the names. */
    static Map<String, String> read() throws ConfigException {
        URL known = BuiltinFiles.class.getClassLoader().getResource(KNOWN);
        if (known == null) {
            throw new ConfigException("the program was packed without its query files: " + KNOWN + " is missing");
        }
        try {
            URLConnection connection = known.openConnection();
            if (connection instanceof JarURLConnection jar) {
                // Not the cached jar of the class loader: this one is ours to close.
                try (JarFile file =
                        new JarFile(Path.of(jar.getJarFileURL().toURI()).toFile())) {
                    return inJar(file);
                }
            }
            return inFolder(Path.of(known.toURI()).resolveSibling("."));
        } catch (IOException | URISyntaxException e) {
            throw new ConfigException("the query files inside the program cannot be read: " + e.getMessage(), e);
        }
    }

    static Map<String, String> inJar(JarFile jar) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Enumeration<JarEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
            JarEntry entry = entries.nextElement();
            if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".yaml")) {
                try (InputStream in = jar.getInputStream(entry)) {
                    files.put(
                            entry.getName().substring(FOLDER.length()),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }

    private static Map<String, String> inFolder(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = folder.normalize();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(p -> p.toString().endsWith(".yaml"))::iterator) {
                files.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
        return files;
    }
}
