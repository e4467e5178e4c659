package io.topicwire.mqtt.boot.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The files of the page: its own, and those of libraries, which are in WebJars. The exact
 * version of a library is that of its WebJar, so that the page need not know it.
 */
final class ConsoleFiles {

	// Not where web applications serve everything from, whether the console is enabled or
	// not
	private static final String DIRECTORY = "META-INF/mqtt-console/";

	private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*\\.(html|js|css|svg|png|ico|woff2)");

	private static final Map<String, Library> LIBRARIES = Map.of("lib/preact.js",
			new Library("org.mvnpm", "htm", "_static", "preact/standalone.module.js"), "lib/uplot.js",
			new Library("org.webjars.npm", "uplot", "webjars", "dist/uPlot.esm.js"), "lib/uplot.css",
			new Library("org.webjars.npm", "uplot", "webjars", "dist/uPlot.min.css"));

	private static final Map<String, String> TYPES = Map.of("html", "text/html;charset=UTF-8", "js",
			"text/javascript;charset=UTF-8", "css", "text/css;charset=UTF-8", "svg", "image/svg+xml", "png",
			"image/png", "ico", "image/x-icon", "woff2", "font/woff2");

	private final ClassLoader classLoader;

	private final Map<String, File> files = new ConcurrentHashMap<>();

	ConsoleFiles(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Return what is missing of the libraries.
	 * @return the coordinates of a WebJar, or {@code null} if all are there
	 */
	@Nullable String missingLibrary() {
		for (Map.Entry<String, Library> library : LIBRARIES.entrySet()) {
			if (read(library.getKey()) == null) {
				return library.getValue().group() + ":" + library.getValue().name();
			}
		}
		return null;
	}

	/**
	 * Answer with a file.
	 * @param name its name
	 * @param knownTag the entity tag of what the browser has already
	 */
	ConsoleResponse get(String name, @Nullable String knownTag) {
		File file = NAME.matcher(name).matches() ? find(name) : null;
		if (file == null) {
			throw ConsoleException.notFound("There is no file '%s'".formatted(name));
		}
		ConsoleResponse response = file.tag().equals(knownTag) ? ConsoleResponse.empty(304)
				: ConsoleResponse.of(200, type(name), file.content());
		return response.header("ETag", file.tag()).header("Cache-Control", "no-cache");
	}

	private @Nullable File find(String name) {
		File known = this.files.get(name);
		if (known != null) {
			return known;
		}
		byte[] content = read(name);
		if (content == null) {
			return null;
		}
		File file = new File(content, tag(content));
		this.files.put(name, file);
		return file;
	}

	private byte @Nullable [] read(String name) {
		Library library = LIBRARIES.get(name);
		String resource = (library != null) ? library.resource(this.classLoader) : DIRECTORY + name;
		try (InputStream stream = (resource != null) ? this.classLoader.getResourceAsStream(resource) : null) {
			return (stream != null) ? stream.readAllBytes() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String type(String name) {
		return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
	}

	private static String tag(byte[] content) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
			return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A file.
	 *
	 * @param content what is in it
	 * @param tag its entity tag
	 */
	private record File(byte[] content, String tag) {

	}

	/**
	 * A file of a library.
	 *
	 * @param group group of its artifact
	 * @param name name of the library and its artifact
	 * @param directory directory of all libraries of that kind
	 * @param path path of the file within it
	 */
	private record Library(String group, String name, String directory, String path) {

		@Nullable String resource(ClassLoader classLoader) {
			try (InputStream stream = classLoader
				.getResourceAsStream("META-INF/maven/%s/%s/pom.properties".formatted(this.group, this.name))) {
				if (stream == null) {
					return null;
				}
				Properties properties = new Properties();
				properties.load(stream);
				return "META-INF/resources/%s/%s/%s/%s".formatted(this.directory, this.name,
						properties.getProperty("version"), this.path);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
