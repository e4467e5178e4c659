package io.topicwire.mqtt.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * The files of one session. Only their owner may read them.
 */
final class SessionFiles {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final int READABLE_LENGTH = 40;

	private static final int HASH_LENGTH = 8;

	private final Path directory;

	private final String name;

	private final byte[] owner;

	SessionFiles(Path directory, String clientId) {
		this.directory = directory;
		this.owner = hash(clientId);
		this.name = readable(clientId) + "-" + HexFormat.of().formatHex(this.owner, 0, HASH_LENGTH);
	}

	// Client identifiers may have any characters, and may differ in their case only
	private static String readable(String clientId) {
		String part = clientId.substring(0, Math.min(clientId.length(), READABLE_LENGTH));
		return part.replaceAll("[^A-Za-z0-9._-]|^\\.", "_");
	}

	private static byte[] hash(String clientId) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what the file has in it to tell whose it is.
	 */
	byte[] owner() {
		return this.owner;
	}

	Path data() {
		return this.directory.resolve(this.name + ".session");
	}

	/**
	 * Return the file that is written before it takes the place of the other.
	 */
	Path fresh() {
		return this.directory.resolve(this.name + ".new");
	}

	Path lock() {
		return this.directory.resolve(this.name + ".lock");
	}

	void createDirectory() throws IOException {
		Files.createDirectories(this.directory, ownerOnly("rwx------"));
	}

	void create(Path file) throws IOException {
		try {
			Files.createFile(file, ownerOnly("rw-------"));
		}
		catch (FileAlreadyExistsException ex) {
			// Left by an earlier process
		}
	}

	private FileAttribute<?>[] ownerOnly(String permissions) {
		if (!this.directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

	/**
	 * Keep a copy of the file as it is now.
	 * @return the copy
	 */
	Path quarantine() throws IOException {
		String prefix = data().getFileName() + ".corrupt-" + TIME.format(Instant.now());
		Path copy = this.directory.resolve(prefix);
		for (int i = 2; Files.exists(copy); i++) {
			copy = this.directory.resolve(prefix + "-" + i);
		}
		try {
			Files.createLink(copy, data());
		}
		catch (IOException | UnsupportedOperationException ex) {
			Files.copy(data(), copy, StandardCopyOption.COPY_ATTRIBUTES);
		}
		return copy;
	}

	/**
	 * Let the fresh file take the place of the other, of which nothing is left.
	 */
	void replace() throws IOException {
		Files.move(fresh(), data(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		Uninterrupted.syncDirectory(this.directory);
	}

}
