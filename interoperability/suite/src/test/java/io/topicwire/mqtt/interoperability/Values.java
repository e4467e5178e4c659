package io.topicwire.mqtt.interoperability;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What <code>${name}</code> stands for in commands and configuration files.
 */
final class Values {

	/**
	 * Where aedes is installed.
	 */
	static final Path AEDES = Path.of(System.getProperty("interoperability.aedes", "../target/aedes"))
		.toAbsolutePath()
		.normalize();

	static final String USERNAME = "suite";

	static final String PASSWORD = "secret";

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w-]+:)?([^}]+)\\}");

	private final Map<String, String> values = new HashMap<>();

	// Names of those that somebody has asked for
	private final Set<String> used = new HashSet<>();

	private final TestCertificate certificate;

	Values(Path folder) {
		List<Integer> ports = Ports.find(6);
		put("tcp", ports.get(0));
		put("tls", ports.get(1));
		put("webSocket", ports.get(2));
		put("secureWebSocket", ports.get(3));
		put("extra1", ports.get(4));
		put("extra2", ports.get(5));
		put("unix", folder.resolve("mqtt.sock"));
		put("folder", folder);
		put("aedes", AEDES);
		put("user", System.getProperty("user.name"));
		put("username", USERNAME);
		put("password", PASSWORD);
		this.certificate = TestCertificate.create(folder);
		put("keyStore", this.certificate.keyStore());
		put("keyStorePassword", TestCertificate.PASSWORD);
		put("certificate", this.certificate.certificate());
		put("privateKey", this.certificate.privateKey());
	}

	private void put(String name, Object value) {
		this.values.put(name, value.toString());
	}

	String get(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("Nothing is known of ${" + name + "}");
		}
		this.used.add(name);
		return value;
	}

	int port(String name) {
		return Integer.parseInt(get(name));
	}

	/**
	 * Return the ports that the broker was told to listen to.
	 */
	List<Integer> listeners() {
		return Stream.of("tcp", "tls", "webSocket", "secureWebSocket")
			.filter(this.used::contains)
			.map(this::port)
			.toList();
	}

	TestCertificate certificate() {
		return this.certificate;
	}

	List<String> resolve(List<String> texts) {
		return texts.stream().map(this::resolve).toList();
	}

	String resolve(String text) {
		return PLACEHOLDER.matcher(text)
			.replaceAll((match) -> Matcher
				.quoteReplacement("file:".equals(match.group(1)) ? Launch.read(match.group(2)) : get(match.group(2))));
	}

}
