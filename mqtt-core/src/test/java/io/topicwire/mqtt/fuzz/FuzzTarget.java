package io.topicwire.mqtt.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.packet.Mqtt3PacketReaderFuzzTarget;
import io.topicwire.mqtt.packet.Mqtt5PacketReaderFuzzTarget;

/**
 * A class with a method {@code fuzzerTestOneInput}, and the inputs that are kept for it.
 *
 * @param type the class
 */
record FuzzTarget(Class<?> type) {

	/**
	 * Return all fuzz targets.
	 */
	static Stream<FuzzTarget> all() {
		return Stream.of(Mqtt3PacketReaderFuzzTarget.class, Mqtt5PacketReaderFuzzTarget.class).map(FuzzTarget::new);
	}

	/**
	 * Return the directory of the inputs that are kept.
	 */
	Path corpus() {
		return Path.of("src/test/resources/fuzz", this.type.getSimpleName()).toAbsolutePath();
	}

	List<Path> inputs() {
		try (Stream<Path> inputs = Files.list(corpus())) {
			return inputs.sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void test(byte[] input) throws Throwable {
		try {
			this.type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	@Override
	public String toString() {
		return this.type.getSimpleName();
	}

}
