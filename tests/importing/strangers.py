"""Ten short releases as public bodies write them, read for the first time after the reader was mended.

Figures stand as ``⟦written→value unit⟧``; every other number is none.
"""

from __future__ import annotations

from tests.importing.fresh import Fresh

STRANGERS: tuple[Fresh, ...] = (
    Fresh(
        name="thu-vien-tinh",
        language="vi",
        kind="docx",
        blocks=(
            "# Thư viện tỉnh Hòa Lâm đón lượng bạn đọc cao nhất từ trước đến nay",
            "Hòa Lâm, ngày 14/02/2031",
            "Trong năm 2030, Thư viện tỉnh phục vụ ⟦412.600→412600 count⟧ lượt bạn đọc, "
            "tăng ⟦18,3%→18.3 percent⟧ so với năm 2029.",
            "Kho sách có ⟦286.450→286450 count⟧ bản, trong đó sách chữ nổi chiếm ⟦1,2%→1.2 percent⟧.",
            "Thời gian xử lý một yêu cầu mượn liên thư viện rút từ ⟦9→9 day⟧ xuống còn ⟦4 ngày→4 day⟧.",
            "Theo Quyết định số 118/QĐ-UBND, thư viện mở cửa từ 7h30 đến 20h00 "
            "và sẽ xây thêm một phòng đọc trước năm 2033.",
            "Liên hệ: 0236 3 822 114.",
        ),
    ),
    Fresh(
        name="cap-nuoc",
        language="vi",
        kind="html",
        blocks=(
            "# Công ty cấp nước công bố kết quả giảm thất thoát nước quý I/2031",
            "Ngày 05/04/2031",
            "Tỷ lệ thất thoát nước trong quý I/2031 là ⟦14,7%→14.7 percent⟧, thấp hơn quý trước.",
            "Công ty đã thay ⟦37,5 km→37.5 km⟧ đường ống và lắp ⟦12.800→12800 count⟧ đồng hồ thông minh.",
            "Tổng kinh phí thực hiện là ⟦96,4 tỷ đồng→96400000000 VND⟧.",
            "Phấn đấu đến năm 2035, tỷ lệ thất thoát còn ⟦9%→9 percent⟧.",
            "Đường dây nóng 1900 545 512 hoạt động 24/7.",
        ),
    ),
    Fresh(
        name="giao-thong",
        language="vi",
        kind="txt",
        blocks=(
            "Ban An toàn giao thông thông báo tình hình sáu tháng đầu năm 2031",
            "Ngày 3/7/2031",
            "6 tháng đầu năm 2031, toàn tỉnh xảy ra ⟦284→284 count⟧ vụ tai nạn, làm bị thương ⟦197→197 count⟧ người.",
            "Lực lượng chức năng lập biên bản ⟦8.930→8930 count⟧ trường hợp vi phạm, "
            "phạt ⟦21,6 tỷ đồng→21600000000 VND⟧.",
            "Số vụ trên quốc lộ 14B giảm ⟦22→22 count⟧ vụ.",
            "Tỷ lệ người đi xe máy đội mũ bảo hiểm đạt ⟦96,8%→96.8 percent⟧.",
            "Điểm đen tại Km 27+300 đã được xử lý.",
        ),
    ),
    Fresh(
        name="school-meals",
        language="en",
        kind="docx",
        blocks=(
            "# School meals reach more pupils across Ashcombe",
            "Ashcombe, 9 May 2031",
            "In the school year 2030/31 the council served ⟦1.9 million→1900000 count⟧ meals in ⟦86→86 count⟧ schools.",
            "The share of pupils who take a meal rose from ⟦61→61 percent⟧ to ⟦68 per cent→68 percent⟧.",
            "A meal costs the council ⟦£3.15→3.15 GBP⟧, of which parents pay ⟦£2.10→2.10 GBP⟧.",
            "By 2034 the council aims to source ⟦75%→75 percent⟧ of vegetables from local farms.",
            "Regulation 12 of 2014 applies. Media office: 01632 960 481.",
        ),
    ),
    Fresh(
        name="recycling",
        language="en",
        kind="html",
        blocks=(
            "# Households in Fenwick recycle more than ever",
            "Fenwick District Council, 20 January 2031",
            "Residents recycled ⟦52.4%→52.4 percent⟧ of their waste in 2030.",
            "Crews collected ⟦31,200 tonnes→31200 tonne⟧ of paper, glass and cans "
            "from ⟦74,900→74900 count⟧ households.",
            "Missed collections fell by ⟦310→310 count⟧ to ⟦1,045→1045 count⟧.",
            "The service cost ⟦£6.8 million→6800000 GBP⟧ in the financial year 2029-30.",
            "Depots open at 8.30 and close at 17.00; Depot 4 stays closed until 15 March.",
        ),
    ),
    Fresh(
        name="bus-network",
        language="en",
        kind="typst",
        blocks=(
            "# Passenger numbers recover on the county's buses",
            "County Hall, 4 June 2031",
            "Passengers made ⟦23.7 million→23700000 count⟧ journeys in the year to March 2031.",
            "Punctuality stood at ⟦84.2%→84.2 percent⟧, and ⟦nearly 9,400→9400 count⟧ complaints were answered.",
            "The average wait was cut from ⟦14→14 minute⟧ to ⟦11 minutes→11 minute⟧.",
            "Route 27 now runs every 12 minutes; fares stay at ⟦£1.80→1.80 GBP⟧.",
            "In 2033 the council will order ⟦60→60 count⟧ electric buses.",
        ),
    ),
    Fresh(
        name="museum-visits",
        language="en",
        kind="xlsx",
        blocks=(
            (
                ("Visits to the museums of the region, 2030", "", ""),
                ("Museum", "Visits", "Share of school groups (%)"),
                ("Maritime museum", "⟦128,400→128400 count⟧", "⟦21.5→21.5 percent⟧"),
                ("Railway museum", "⟦96,250→96250 count⟧", "⟦33.0→33.0 percent⟧"),
                ("Open-air museum", "⟦61,900→61900 count⟧", "⟦18.4→18.4 percent⟧"),
            ),
        ),
    ),
    Fresh(
        name="gane-yeladim",
        language="he",
        kind="docx",
        blocks=(
            "# עיריית נחל עוז פתחה כיתות גן חדשות לקראת שנת הלימודים",
            "28.8.2031",
            "בשנת 2031 נרשמו לגני העירייה ⟦4,310→4310 count⟧ ילדים, עלייה של ⟦6.2%→6.2 percent⟧ לעומת 2030.",
            "העירייה השקיעה ⟦18.5 מיליון ש\"ח→18500000 ILS⟧ בשיפוץ ⟦27→27 count⟧ מבנים.",
            "זמן הטיפול בבקשת רישום התקצר מ־⟦12→12 day⟧ ל־⟦5 ימים→5 day⟧.",
            "עד 2034 ייבנו ⟦16→16 count⟧ גנים נוספים.",
            "לפרטים: מוקד 106, או טלפון 08-6412233.",
        ),
    ),
    Fresh(
        name="mei-hagalil",
        language="he",
        kind="html",
        blocks=(
            "# תאגיד המים מפרסם את נתוני איכות השירות לשנת 2030",
            "16.2.2031",
            "בשנת 2030 סופקו לתושבים ⟦9.4 מיליון→9400000 count⟧ קוב מים.",
            "שיעור פחת המים ירד ל־⟦8.1%→8.1 percent⟧, לעומת ⟦9.6%→9.6 percent⟧ בשנת 2029.",
            "התאגיד החליף ⟦22.4 ק\"מ→22.4 km⟧ של צנרת וטיפל ב־⟦3,870→3870 count⟧ פניות.",
            "לפי דוח 17 של רשות המים, ⟦94%→94 percent⟧ מהפניות נענו בזמן.",
            "היעד לשנת 2035 הוא פחת של ⟦6%→6 percent⟧.",
        ),
    ),
    Fresh(
        name="mishtara-ironit",
        language="he",
        kind="txt",
        blocks=(
            "השיטור העירוני מסכם מחצית ראשונה של שנת 2031",
            "10.7.2031",
            "במחצית הראשונה של 2031 התקבלו ⟦11,240→11240 count⟧ פניות במוקד.",
            "מספר התלונות על רעש ירד מ־⟦1,380→1380 count⟧ ל־⟦1,095→1095 count⟧.",
            "זמן ההגעה הממוצע היה ⟦9 דקות→9 minute⟧.",
            "העירייה רכשה ⟦14→14 count⟧ רכבים בעלות של ⟦3.6 מיליון ש\"ח→3600000 ILS⟧.",
            "בכביש 40 הוצבו מצלמות; הקנס הוא ⟦250 ש\"ח→250 ILS⟧.",
        ),
    ),
)  # fmt: skip
