package io.topicwire.mqtt.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;

import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.sample.broker.EmbeddedBroker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page, used as people use it, and for the broker of the application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.broker.port=0", "sample.simulation.interval=500ms", "sample.simulation.outage=2s",
				"sample.cloud.interval=1s", "mqtt.recovery.delay=50ms", "mqtt.recovery.max-delay=200ms",
				"mqtt.listener.retry.initial-interval=200ms", "spring.datasource.url=jdbc:h2:mem:page-test" })
@DirtiesContext
@SharedClients
class PageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static ChromeDriver driver;

	@Autowired
	private EmbeddedBroker broker;

	private final String url;

	PageTests(@LocalServerPort int port) {
		this.url = "http://localhost:" + port + "/";
	}

	@BeforeAll
	static void startBrowser() {
		Chromium.assumeInstalled();
		driver = Chromium.start(1280, 1000);
	}

	@AfterAll
	static void stopBrowser() {
		if (driver != null) {
			driver.quit();
		}
	}

	@BeforeEach
	void openPage() {
		driver.get(this.url);
		await().until(() -> driver.findElements(By.cssSelector(".card")).size() == 4);
		await().until(() -> text("state").equals("connected"));
	}

	@AfterEach
	void nothingWentWrongInTheBrowser() {
		List<LogEntry> severe = driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
			.toList();
		assertThat(severe).isEmpty();
	}

	@Test
	void machinesAndConnectionsAreShown() {
		await().until(() -> card("press").getText(),
				(text) -> text.contains("°C") && text.contains("Vibrates most at") && text.contains("running"));
		assertThat(text("protocol")).isEqualTo("MQTT 5.0");
		assertThat("mqtt://" + text("server")).isEqualTo(this.broker.url());
		await().until(() -> text("connections"),
				containsAll("cloud connected", "analysis-1 connected", "analysis-2 connected"));
	}

	@Test
	void machineIsAskedAndRepliesWithItsDiagnosis() {
		choose("mill");
		click("diagnose");
		await().until(() -> text("outcome"), containsAll("mill replies:", "°C", "connection number"));
	}

	@Test
	void machineObeysACommandWhoseTraceIsShown() {
		choose("lathe");
		click("cool-down");
		await().until(() -> card("lathe").getText(),
				containsAll("cooling", "cool-down: Somebody asked for it", "Confirmed after"));
		await().until(() -> text("traces"),
				containsAll("http post /api/machines/{plant}/{machine}/cool-down",
						"publish plants/{plant}/machines/{machine}/commands",
						"process plants/{plant}/machines/{machine}/confirmations"));
	}

	@Test
	void nonsenseBecomesADeadLetter() {
		choose("press");
		click("nonsense");
		assertThat(text("outcome")).isNotBlank();
		await().until(() -> text("incidents"),
				containsAll("dead letter", "Cannot read payload as JSON", "plants/north/machines/press/temperature"));
		assertThat(driver.findElement(By.id("incidents-empty")).isDisplayed()).isFalse();
	}

	@Test
	void faultIsTriedAgainUntilTheServiceDeskTakesIt() {
		choose("saw");
		click("fault");
		await().until(() -> text("incidents"), containsAll("attempt failed", "busy at attempt 1", "busy at attempt 2",
				"recovered", "Fault saw-1 was taken at attempt 3"));
	}

	@Test
	void machineWhoseCableIsPulledIsOfflineAndComesBack() {
		choose("mill");
		click("kill");
		await().until(() -> card("mill").getText(), containsAll("offline"));
		await().until(() -> card("mill").getText(), (text) -> !text.contains("offline"));
	}

	@Test
	void historyOfTheChosenMachineIsDrawn() {
		choose("saw");
		WebElement chart = driver.findElement(By.id("chart"));
		await().until(() -> chart.getAttribute("aria-label"), containsAll("temperatures of saw in plant north", "now"));
		assertThat(chart.findElement(By.tagName("canvas")).getSize().getWidth()).isGreaterThan(200);
		assertThat(driver.executeScript(
				"""
						const canvas = document.querySelector('#chart canvas');
						return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(x => x > 0);"""))
			.isEqualTo(true);
	}

	@Test
	void instancesShareTheAnalysis() {
		await().until(() -> text("analysis"), containsAll("analysis-1", "analysis-2", "%"));
		assertThat(text("analysis")).doesNotContain("(0 %)");
	}

	@Test
	void headOfficeShowsItsLastReport() {
		await().until(() -> text("cloud"), containsAll("Plant north", "4 machines", "°C on average"));
	}

	@Test
	void everythingCanBeDoneWithTheKeyboard() {
		WebElement choice = driver.findElement(By.id("machine"));
		choice.sendKeys("press");
		choice.sendKeys(Keys.TAB);
		assertThat(driver.switchTo().activeElement().getAttribute("id")).isEqualTo("diagnose");
		driver.switchTo().activeElement().sendKeys(Keys.ENTER);
		await().until(() -> text("outcome"), containsAll("press replies:"));
	}

	@Test
	void brokerThatIsAwayIsToldAndComesBack() throws Exception {
		this.broker.stop();
		await().until(() -> text("alert"), containsAll("no connection to the broker"));
		this.broker.start();
		await().until(() -> !driver.findElement(By.id("alert")).isDisplayed());
		await().until(() -> card("saw").getText(), (text) -> !text.contains("offline") && text.contains("Read at"));
	}

	@Test
	void consoleIsALinkAway() {
		click("console");
		await().until(() -> driver.getTitle().equals("plant-monitor – MQTT console"));
		await().until(() -> driver.findElement(By.tagName("body")).getText(), containsAll("cloud", "analysis-1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void pageIsAccessible(String scheme) throws IOException {
		driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		click("nonsense");
		click("cool-down");
		await().until(() -> text("incidents"), containsAll("dead letter"));
		await().until(() -> text("traces"), containsAll("publish"));
		await().until(() -> text("cloud"), containsAll("Plant north"));
		driver.executeScript(new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8));
		assertThat((List<?>) driver.executeAsyncScript("""
				const done = arguments[0];
				axe.run().then((result) => done(result.violations.map((violation) => violation.id + ': '
					+ violation.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))));
				""")).isEmpty();
		driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", Collections.emptyList()));
	}

	@Test
	void pageFitsOnAPhone() {
		for (int width : new int[] { 400, 1280 }) {
			driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
					Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
			assertThat(driver.executeScript("return document.documentElement.scrollWidth")).isEqualTo((long) width);
		}
		driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Collections.emptyMap());
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).ignoreExceptionsInstanceOf(WebDriverException.class);
	}

	private void choose(String machine) {
		await().until(() -> driver.findElement(By.id("nonsense")).isDisplayed());
		new Select(driver.findElement(By.id("machine"))).selectByVisibleText(machine + " (north)");
	}

	private void click(String id) {
		driver.findElement(By.id(id)).click();
	}

	private String text(String id) {
		return driver.findElement(By.id(id)).getText();
	}

	private WebElement card(String machine) {
		return driver.findElement(By.xpath("//article[.//h3='" + machine + "']"));
	}

	private static Predicate<String> containsAll(String... parts) {
		return (text) -> List.of(parts).stream().allMatch(text::contains);
	}

}
