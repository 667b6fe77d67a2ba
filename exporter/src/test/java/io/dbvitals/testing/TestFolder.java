package io.dbvitals.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder for a server's data or a test's files that is gone when the tests are: hundreds of servers fill a disk. */
public final class TestFolder {
    private static final int TRIES = 5;

    private TestFolder() {}

    /** It is removed when the tests end, if nobody has done it before. */
    public static Path create(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all that is in it; what a server that is about to end removes or writes meanwhile is no fault. */
    public static void remove(Path folder) {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.walkFileTree(folder, new Removal());
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (IOException e) {
                if (!(e instanceof DirectoryNotEmptyException)) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
